; Hooks of electron-builder's NSIS script. The installer is per user and asks for no administrator.
;
; The command line: a small file in the folder that Windows puts on every user's PATH. The PATH itself is left alone,
; because NSIS cuts long ones off.
!define COMMAND_FILE "$LOCALAPPDATA\Microsoft\WindowsApps\seatwatch.cmd"

!macro customInstall
  FileOpen $0 "${COMMAND_FILE}" w
  FileWrite $0 '@call "$INSTDIR\resources\bin\seatwatch.cmd" %*$\r$\n'
  FileClose $0
!macroend

; Data (%APPDATA%\Seatwatch) stays. An update runs the uninstaller, too: it must leave the command for the new version.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    Delete "${COMMAND_FILE}"
  ${endIf}
!macroend

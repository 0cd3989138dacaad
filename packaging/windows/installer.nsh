; Hooks of electron-builder's NSIS script. The installer is per user and asks for no administrator.
;
; The command line: a small file in the folder that Windows puts on every user's PATH. The PATH itself is left alone,
; because NSIS cuts long ones off. What is below %LOCALAPPDATA% is named by that variable: cmd.exe reads the file in
; another code page than the one NSIS writes, and the folder has the user's name in it.
!define COMMAND_FILE "$LOCALAPPDATA\Microsoft\WindowsApps\seatwatch.cmd"

!macro customInstall
  StrCpy $1 $INSTDIR
  StrLen $2 $LOCALAPPDATA
  StrCpy $3 $INSTDIR $2
  ${if} $3 == $LOCALAPPDATA
    StrCpy $3 $INSTDIR "" $2
    StrCpy $1 "%LOCALAPPDATA%$3"
  ${endIf}
  FileOpen $0 "${COMMAND_FILE}" w
  FileWrite $0 '@call "$1\resources\bin\seatwatch.cmd" %*$\r$\n'
  FileClose $0
!macroend

; Data (%APPDATA%\Seatwatch) stays. An update runs the uninstaller, too: it must leave the command for the new version.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    Delete "${COMMAND_FILE}"
  ${endIf}
!macroend

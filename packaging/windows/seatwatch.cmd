@echo off
rem The command "seatwatch": without arguments the window, with a command no window.
rem In a batch file cmd.exe waits for a program with windows and keeps its exit code. Behind "--" Chromium reads
rem nothing; without it Electron refuses arguments after an URL (org add --url https://... --consumer-key ...).
setlocal
set "program=%~dp0..\..\Seatwatch.exe"
if "%~1"=="" (
  start "" "%program%"
  exit /b 0
)
"%program%" -- %*
exit /b %ERRORLEVEL%

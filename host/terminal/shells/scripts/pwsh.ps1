# Read by PowerShell after the user's profile, through -NoExit -Command.

if ((Test-Path variable:global:__CasebenchMarks) -or $ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') { return }
$Global:__CasebenchMarks = @{
  Nonce = $env:CASEBENCH_NONCE; Prompt = $function:prompt; History = -1; Ran = $false; Esc = [char]0x1b; Bel = [char]7
}
$env:CASEBENCH_NONCE = $null
$env:CASEBENCH_SCRIPTS = $null
$env:CASEBENCH_LOGIN = $null

function Global:__Casebench-Mark([string]$Kind) {
  $m = $Global:__CasebenchMarks
  "$($m.Esc)]633;$Kind;aid=$PID;n=$($m.Nonce)$($m.Bel)"
}

function Global:__Casebench-Text([string]$Kind, [string]$Text) {
  $m = $Global:__CasebenchMarks
  $escaped = [regex]::Replace($Text, '[\\;\x00-\x1f]', { param($c) if ($c.Value -eq '\') { '\\' } else { '\x{0:x2}' -f [int][char]$c.Value } })
  "$($m.Esc)]633;$Kind$escaped;$($m.Nonce);$PID$($m.Bel)"
}

function Global:prompt() {
  $ok = $?
  $m = $Global:__CasebenchMarks
  $code = if ($ok) { 0 } elseif ($Global:LASTEXITCODE) { $Global:LASTEXITCODE } else { 1 }
  $out = ''
  if ($m.Ran) { $out += __Casebench-Mark "D;$code" }
  $m.Ran = $false
  if ($PWD.Provider.Name -eq 'FileSystem') { $out += __Casebench-Text 'P;Cwd=' $PWD.ProviderPath }
  $out += __Casebench-Mark 'A'
  # The user's prompt sees how the command ended, as it would without this one.
  if (-not $ok) { Write-Error 'failed' -ErrorAction Ignore }
  $out += & $m.Prompt
  $out + (__Casebench-Mark 'B')
}

if (Get-Command PSConsoleHostReadLine -ErrorAction Ignore) {
  $Global:__CasebenchMarks.ReadLine = $function:PSConsoleHostReadLine
  function Global:PSConsoleHostReadLine {
    $line = & $Global:__CasebenchMarks.ReadLine
    if ($line.Trim()) {
      $Global:__CasebenchMarks.Ran = $true
      [Console]::Write((__Casebench-Text 'E;' $line) + (__Casebench-Mark 'C'))
    }
    $line
  }
}

# Publishes a version; kept for users of this name:
# scripts/push-to-ghcr.ps1 -Tag v1.0.0 [-Stack NAME]
param(
    [Parameter(Mandatory = $true)] [string] $Tag,
    [string] $Stack
)

$arguments = @("--tag", $Tag)
if ($Stack) { $arguments += @("--stack", $Stack) }
node (Join-Path $PSScriptRoot "../cli/bin.mjs") push @arguments
exit $LASTEXITCODE

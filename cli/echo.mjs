// Keeps what is typed from the screen. It uses only Node's own modules: bin.mjs turns the echo off
// before it loads anything else, because a token can be pasted before it is asked for.
import { spawn, spawnSync } from "node:child_process";
import { isatty } from "node:tty";

/**
 * A shell that restores the terminal when its file descriptor 3 closes: this process holds the
 * other end, so not even SIGKILL prevents it. It stays in this process group: once a shell has
 * taken the terminal back, the system denies that group the change.
 */
const watcher = 'trap "" INT QUIT TERM HUP TSTP; read -r _ <&3; stty "$0"';

/**
 * Controls the echo of this process's terminal; undefined if no question can be asked, and on
 * Windows, which echoes only what a program reads.
 */
export function openEcho() {
  if (process.platform === "win32" || !isatty(0) || !isatty(2)) return undefined;
  let saved;
  let isHidden = false;
  const hide = () => {
    saved ??= saveSettings();
    // Without stty, only the answers to questions are hidden.
    if (saved === undefined) return;
    isHidden = true;
    runStty("-echo");
  };
  const show = () => {
    if (isHidden) runStty(saved);
    isHidden = false;
  };
  return { hide, show };
}

/** Reads the terminal's settings. They are restored when this process ends. */
function saveSettings() {
  const { status, stdout } = runStty("-g");
  if (status !== 0) return undefined;
  const settings = stdout.trim();
  const stdio = ["inherit", "ignore", "ignore", "pipe"];
  const child = spawn("/bin/sh", ["-c", watcher, settings], { stdio });
  child.unref();
  child.stdio[3].unref();
  // Node itself restores the terminal when it exits, and on Ctrl-C and SIGTERM.
  process.on("exit", () => child.kill("SIGKILL"));
  return settings;
}

function runStty(argument) {
  return spawnSync("stty", [argument], { stdio: ["inherit", "pipe", "ignore"], encoding: "utf8" });
}

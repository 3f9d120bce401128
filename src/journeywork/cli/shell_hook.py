"""`shell-hook`: after a command failed, help is one key away, and comes only when asked.

The hook remembers the last command line and its exit status, in the shell's own memory. Nothing
is sent anywhere until the person presses Alt-J or types `jwhy`.
"""

import shlex
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Shell(StrEnum):
    """Shells for which there is a hook."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


BASH = r"""
__journeywork_note() {
  local status=$? line
  line=$(HISTTIMEFORMAT= builtin history 1 2>/dev/null)
  if [[ $line =~ ^[[:space:]]*[0-9]+[*]?[[:space:]]+(.*)$ && ${BASH_REMATCH[1]} != jwhy* ]]; then
    __journeywork_status=$status
    __journeywork_line=${BASH_REMATCH[1]}
  fi
  return $status
}
jwhy() {
  if [[ -z ${__journeywork_line:-} || ${__journeywork_status:-0} -eq 0 ]]; then
    echo 'The last command did not fail.'
    return
  fi
  JOURNEYWORK ask --failed "${__journeywork_status}" -- "${__journeywork_line}"
}
if [[ ${PROMPT_COMMAND:-} != *__journeywork_note* ]]; then
  PROMPT_COMMAND="__journeywork_note${PROMPT_COMMAND:+; $PROMPT_COMMAND}"
fi
if [[ $- == *i* ]]; then
  bind -x '"\ej": jwhy' 2>/dev/null
fi
"""

ZSH = r"""
__journeywork_start() { __journeywork_pending=$1 }
__journeywork_note() {
  local code=$?
  if [[ -n ${__journeywork_pending:-} && $__journeywork_pending != jwhy* ]]; then
    __journeywork_status=$code
    __journeywork_line=$__journeywork_pending
  fi
  __journeywork_pending=
}
jwhy() {
  if [[ -z ${__journeywork_line:-} || ${__journeywork_status:-0} -eq 0 ]]; then
    echo 'The last command did not fail.'
    return
  fi
  JOURNEYWORK ask --failed "${__journeywork_status}" -- "${__journeywork_line}"
}
autoload -Uz add-zsh-hook
add-zsh-hook preexec __journeywork_start
add-zsh-hook precmd __journeywork_note
__journeywork_key() { zle -I; jwhy </dev/tty }
if [[ -o zle ]]; then
  zle -N __journeywork_key
  bindkey '^[j' __journeywork_key
fi
"""

FISH = r"""
function __journeywork_note --on-event fish_postexec
    set -l code $status
    if not string match -q 'jwhy*' -- $argv[1]
        set -g __journeywork_status $code
        set -g __journeywork_line $argv[1]
    end
end
function jwhy
    if test -z "$__journeywork_line"; or test "$__journeywork_status" -eq 0
        echo 'The last command did not fail.'
        return
    end
    JOURNEYWORK ask --failed $__journeywork_status -- $__journeywork_line
end
bind \ej 'jwhy; commandline -f repaint'
"""

SCRIPTS = {Shell.BASH: BASH, Shell.ZSH: ZSH, Shell.FISH: FISH}


def shell_hook(shell: Annotated[Shell, typer.Argument(help="Your shell.")]) -> None:
    """Print the hook for your shell: eval "$(journeywork shell-hook bash)".

    After a command failed, Alt-J or the command jwhy asks for help with it. Nothing is sent
    before. Put it where your shell starts:

    \b
    bash   ~/.bashrc                    eval "$(journeywork shell-hook bash)"
    zsh    ~/.zshrc                     eval "$(journeywork shell-hook zsh)"
    fish   ~/.config/fish/config.fish   journeywork shell-hook fish | source
    """  # noqa: D301 -- what follows \b keeps its lines
    typer.echo(SCRIPTS[shell].replace("JOURNEYWORK", _program()).strip())


def _program() -> str:
    """Return what to call: by name where the shell finds it, else with its whole path."""
    if shutil.which("journeywork"):
        return "journeywork"
    return shlex.quote(str(Path(sys.argv[0]).resolve()))

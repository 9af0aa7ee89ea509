# Read by bash instead of ~/.bashrc, which it reads first, so that what that does stays as it is.
# Marks: OSC 633 (prompt A, B; text E; start C; end D; folder P), each with the terminal's nonce and this shell's pid.

if [ -n "${CASEBENCH_ONCE-}" ]; then
  command rm -rf -- "$CASEBENCH_ONCE"
  unset CASEBENCH_ONCE
fi
__cb_nonce=${CASEBENCH_NONCE-} __cb_scripts=${CASEBENCH_SCRIPTS-} __cb_login=${CASEBENCH_LOGIN-}
unset CASEBENCH_NONCE CASEBENCH_SCRIPTS CASEBENCH_LOGIN

if [ -n "$__cb_login" ]; then
  [ -r /etc/profile ] && . /etc/profile
  if [ -r ~/.bash_profile ]; then . ~/.bash_profile
  elif [ -r ~/.bash_login ]; then . ~/.bash_login
  elif [ -r ~/.profile ]; then . ~/.profile
  fi
elif [ -r ~/.bashrc ]; then
  . ~/.bashrc
fi
unset __cb_login

# PS0, which marks the start of a command without a trap, came with 4.4; Bash in posix mode goes without.
if [[ $- == *i* && -z ${__cb_id-} ]] && ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) && shopt -q promptvars; then
  __cb_id=$$ __cb_ran=0 __cb_number= __cb_empty= __cb_last= __cb_ps0= __cb_a= __cb_b=

  __cb_mark() { builtin printf '\e]633;%s;aid=%s;n=%s\a' "$1" "$__cb_id" "$__cb_nonce" >&2; }

  __cb_text() {
    local LC_ALL=C text=$1
    text=${text//\\/'\\'} text=${text//;/'\x3b'} text=${text//$'\n'/'\x0a'} text=${text//$'\r'/'\x0d'}
    text=${text//$'\e'/'\x1b'} text=${text//$'\a'/'\x07'} text=${text//$'\x18'/'\x18'} text=${text//$'\x1a'/'\x1a'}
    builtin printf '\e]633;%s%s;%s;%s\a' "$2" "$text" "$__cb_nonce" "$__cb_id" >&2
  }

  # The number of the last entry in the history, and its text.
  __cb_entry() {
    __cb_line=$(HISTTIMEFORMAT= builtin history 1)
    __cb_line=${__cb_line#"${__cb_line%%[! ]*}"}
    __cb_at=${__cb_line%%[!0-9]*} __cb_line=${__cb_line#*[0-9][* ] }
  }

  # Runs in a subshell when a command was read. A command that did not enter the history is named by __cb_first.
  __cb_start() {
    [[ $__cb_ran == 1 ]] && return
    __cb_entry
    [[ $__cb_sure == 1 || $__cb_at != "$__cb_number" ]] && __cb_text "$__cb_line" 'E;'
    __cb_mark C
  }

  # The last entry of the history is this command if it holds what is about to run, and another one if not.
  __cb_first() {
    __cb_last=$1
    [[ $__cb_ran == 1 ]] || return 1
    __cb_entry
    if [[ $__cb_at == "$__cb_number" ]]; then
      [[ -o history && "${__cb_line//[[:space:]]/}" == *"${BASH_COMMAND//[[:space:]]/}"* ]] || __cb_line=$BASH_COMMAND
      __cb_text "$__cb_line" 'E;'
    fi
    return 0
  }

  __cb_ended() {
    local status=$?
    [[ $__cb_ran == 1 ]] && __cb_mark "D;$status"
    __cb_ran=0
    __cb_text "$PWD" 'P;Cwd='
    return $status
  }

  # After all others, who may have made the prompt anew.
  __cb_prompt() {
    if [[ "${PS1-}" != *"$__cb_b" || -z $__cb_b ]]; then
      __cb_a="\\[\\e]633;A;aid=$__cb_id;n=$__cb_nonce\\a\\]" __cb_b="\\[\\e]633;B;aid=$__cb_id;n=$__cb_nonce\\a\\]"
      PS1=$__cb_a${PS1-}$__cb_b
    fi
    if [[ "${PS0-}" != *'$(__cb_start)'* ]]; then
      PS0='$(__cb_start)${__cb_empty:$((__cb_ran=1, 0)):0}'${PS0-}
    fi
    __cb_entry
    __cb_number=$__cb_at __cb_sure=1
    if [[ "${HISTCONTROL-}" == *ignorespace* || "${HISTCONTROL-}" == *ignoreboth* || -n "${HISTIGNORE-}" || ! -o history ]]; then
      __cb_sure=0
      # A trap that is set in a function gives way to one that stood before. It removes itself at the first command.
      trap '__cb_first "$_" && { trap - DEBUG; : "$__cb_last"; } || : "$__cb_last"' DEBUG
    fi
    return 0
  }

  if [[ "$(declare -p PROMPT_COMMAND 2>/dev/null)" == 'declare -a'* ]]; then
    PROMPT_COMMAND=(__cb_ended "${PROMPT_COMMAND[@]}" __cb_prompt)
  else
    PROMPT_COMMAND=__cb_ended$'\n'${PROMPT_COMMAND-}$'\n'__cb_prompt
  fi

  __cb_wrap() {
    CASEBENCH_NONCE=$__cb_nonce CASEBENCH_SCRIPTS=$__cb_scripts command sh "$__cb_scripts/wrap.sh" "$@"
  }
  # What the user has made an alias or function of stays theirs.
  if [[ -n $__cb_scripts && -r $__cb_scripts/wrap.sh ]]; then
    for __cb_name in bash zsh fish ssh docker podman; do
      [[ "$(type -t "$__cb_name")" == file ]] && eval "function $__cb_name { __cb_wrap $__cb_name \"\$@\"; }"
    done
    unset __cb_name
  fi
fi

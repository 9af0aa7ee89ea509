# Read by zsh as ZDOTDIR/.zshenv. It gives ZDOTDIR back first, so that zsh itself reads all of the user's own files.

if (( ${+CASEBENCH_ZDOTDIR} )); then
  builtin export ZDOTDIR="$CASEBENCH_ZDOTDIR"
  builtin unset CASEBENCH_ZDOTDIR
else
  builtin unset ZDOTDIR
fi
if (( ${+CASEBENCH_ONCE} )); then
  command rm -rf -- "$CASEBENCH_ONCE"
  builtin unset CASEBENCH_ONCE
fi
builtin typeset -g __cb_nonce="${CASEBENCH_NONCE-}" __cb_scripts="${CASEBENCH_SCRIPTS-}"
builtin unset CASEBENCH_NONCE CASEBENCH_SCRIPTS CASEBENCH_LOGIN

if [[ -r "${ZDOTDIR-$HOME}/.zshenv" ]]; then
  builtin source "${ZDOTDIR-$HOME}/.zshenv"
fi

if [[ -o interactive ]]; then
  builtin typeset -g __cb_id=$$ __cb_ran=0 __cb_first=1

  __cb_mark() { builtin printf '\e]633;%s;aid=%s;n=%s\a' "$1" "$__cb_id" "$__cb_nonce" >&2 }

  __cb_text() {
    builtin emulate -L zsh
    builtin local text=$1
    text=${text//\\/\\\\} text=${text//;/\\x3b} text=${text//$'\n'/\\x0a} text=${text//$'\r'/\\x0d}
    text=${text//$'\e'/\\x1b} text=${text//$'\a'/\\x07} text=${text//$'\x18'/\\x18} text=${text//$'\x1a'/\\x1a}
    builtin printf '\e]633;%s%s;%s;%s\a' "$2" "$text" "$__cb_nonce" "$__cb_id" >&2
  }

  __cb_preexec() {
    __cb_text "${1:-$3}" 'E;'
    __cb_mark C
    __cb_ran=1
  }

  __cb_precmd() {
    builtin local code=$?
    (( __cb_ran )) && __cb_mark "D;$code"
    __cb_ran=0
    __cb_text "$PWD" 'P;Cwd='
    # The user's files have been read now.
    if (( __cb_first )); then
      __cb_first=0
      preexec_functions+=(__cb_preexec)
      __cb_wrappers
    fi
    precmd_functions=(__cb_precmd ${precmd_functions:#__cb_(precmd|prompt)} __cb_prompt)
  }

  # After all others, who may have made the prompt anew.
  __cb_prompt() {
    [[ $PS1 == *"633;B;aid=$__cb_id;"* ]] && return
    PS1=$'%{\e]633;A;aid='"$__cb_id;n=$__cb_nonce"$'\a%}'"$PS1"$'%{\e]633;B;aid='"$__cb_id;n=$__cb_nonce"$'\a%}'
  }

  __cb_wrap() {
    CASEBENCH_NONCE=$__cb_nonce CASEBENCH_SCRIPTS=$__cb_scripts command sh "$__cb_scripts/wrap.sh" "$@"
  }

  # What the user has made an alias or function of stays theirs.
  __cb_wrappers() {
    [[ -n $__cb_scripts && -r $__cb_scripts/wrap.sh ]] || return 0
    builtin local name
    for name in bash zsh fish ssh docker podman; do
      [[ "$(builtin whence -w $name)" == *': command' || "$(builtin whence -w $name)" == *': hashed' ]] &&
        builtin eval "function $name { __cb_wrap $name \"\$@\" }"
    done
    return 0
  }

  builtin typeset -ga precmd_functions preexec_functions
  precmd_functions=(__cb_precmd $precmd_functions __cb_prompt)
fi

# Read by fish after the user's own configuration, through --init-command.

status is-interactive; or exit
set -q __cb_id; and exit

set -g __cb_id $fish_pid
set -g __cb_nonce "$CASEBENCH_NONCE"
set -g __cb_scripts "$CASEBENCH_SCRIPTS"
set -g __cb_ran 0
if set -q CASEBENCH_ONCE
    command rm -rf -- $CASEBENCH_ONCE
end
set -e CASEBENCH_NONCE
set -e CASEBENCH_SCRIPTS
set -e CASEBENCH_LOGIN
set -e CASEBENCH_ONCE

function __cb_mark
    printf '\e]633;%s;aid=%s;n=%s\a' $argv[1] $__cb_id "$__cb_nonce" >&2
end

function __cb_text
    set -l lines (string split -- \n "$argv[1]" | string replace -a '\\' '\\\\' | string replace -a ';' '\\x3b' | string replace -a \e '\\x1b' | string replace -a \a '\\x07' | string replace -a \x18 '\\x18' | string replace -a \x1a '\\x1a')
    printf '\e]633;%s%s;%s;%s\a' $argv[2] (string join '\\x0a' -- $lines) "$__cb_nonce" $__cb_id >&2
end

function __cb_preexec --on-event fish_preexec
    test -n "$argv[1]"; or return
    __cb_text "$argv[1]" 'E;'
    __cb_mark C
    set -g __cb_ran 1
end

function __cb_end
    test $__cb_ran = 1; and __cb_mark "D;$argv[1]"
    set -g __cb_ran 0
end

function __cb_postexec --on-event fish_postexec
    __cb_end $status
end

# An interrupt may have ended the handler above as well.
function __cb_folder --on-event fish_prompt
    __cb_end $status
    __cb_text "$PWD" 'P;Cwd='
end

functions -q fish_prompt; and functions -c fish_prompt __cb_user_prompt
function fish_prompt
    set -l code $status
    # Into what fish keeps of the prompt, as it prints it again by itself.
    __cb_mark A 2>&1
    if functions -q __cb_user_prompt
        __cb_status $code
        __cb_user_prompt
    else
        printf '> '
    end
    __cb_mark B 2>&1
end

function __cb_status
    return $argv[1]
end

function __cb_wrap
    CASEBENCH_NONCE=$__cb_nonce CASEBENCH_SCRIPTS=$__cb_scripts command sh $__cb_scripts/wrap.sh $argv
end

# What the user has made a function of stays theirs.
if test -n "$__cb_scripts" -a -r "$__cb_scripts/wrap.sh"
    for name in bash zsh fish ssh docker podman
        test "$(type -t $name 2>/dev/null)" = file; and eval "function $name; __cb_wrap $name \$argv; end"
    end
end

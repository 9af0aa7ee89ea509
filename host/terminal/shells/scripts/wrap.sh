# Called by the shells' functions: sh wrap.sh bash|zsh|fish|ssh|docker|podman ARGUMENTS. Starts just that program with
# just these arguments, unless it would become an interactive shell: then with what makes that shell mark its commands.

program=$1
shift

plain() {
  unset CASEBENCH_NONCE CASEBENCH_SCRIPTS
  exec "$program" "$@"
}

[ -t 0 ] && [ -t 2 ] || plain "$@"

shell() {
  login=
  for argument in "$@"; do
    case $argument in
      -i) ;;
      -l | --login | -il | -li) login=1 ;;
      *) plain "$@" ;;
    esac
  done
  case $program in
    bash)
      [ -z "$login" ] || export CASEBENCH_LOGIN=1
      exec bash --rcfile "$CASEBENCH_SCRIPTS/bash.sh" -i
      ;;
    zsh)
      [ -z "${ZDOTDIR+x}" ] || export CASEBENCH_ZDOTDIR="$ZDOTDIR"
      ZDOTDIR=$CASEBENCH_SCRIPTS/zsh exec zsh "$@"
      ;;
    fish) exec fish --init-command "source '$CASEBENCH_SCRIPTS/fish.fish'" "$@" ;;
  esac
}

# Just `ssh [OPTION]… HOST`: no command, no forwarding alone, nothing that the configuration runs instead of a shell.
remote() {
  takes=
  host=
  for argument in "$@"; do
    if [ -n "$takes" ]; then takes=
    elif [ -n "$host" ]; then plain "$@"
    else
      case $argument in
        -[BbcDEeFIiJLlmopRSw]) takes=1 ;;
        -[46AaCgKkMqtvXxYy]* | -[BbcDEeFIiJLlmopRSw]?*) ;;
        -*) plain "$@" ;;
        *) host=$argument ;;
      esac
    fi
  done
  [ -n "$host" ] || plain "$@"
  if "$program" -G "$@" 2>/dev/null | grep -Eiq '^(remotecommand [^n]|sessiontype (none|subsystem)|requesttty no)'; then plain "$@"; fi
  command=$(cat "$CASEBENCH_SCRIPTS/remote-command") && [ -n "$command" ] || plain "$@"
  unset CASEBENCH_NONCE CASEBENCH_SCRIPTS
  began=$(date +%s)
  "$program" -t "$@" "$command"
  code=$?
  # Where even `exec sh` is unknown there is no session lost by asking for the plain one.
  case $code in
    126 | 127) [ $(($(date +%s) - began)) -gt 2 ] || plain "$@" ;;
  esac
  exit $code
}

# Just `docker exec -it [OPTION]… CONTAINER bash`.
container() {
  [ "$1" = exec ] || plain "$@"
  words=0 takes= input= tty= wish=
  for argument in "$@"; do
    if [ -n "$takes" ]; then takes=
    elif [ $words -lt 2 ]; then
      case $argument in
        -it | -ti) input=1 tty=1 ;;
        -i | --interactive) input=1 ;;
        -t | --tty) tty=1 ;;
        -e | -u | -w | --env | --user | --workdir | --env-file | --detach-keys) takes=1 ;;
        --privileged | --env=* | --user=* | --workdir=* | --env-file=* | --detach-keys=*) ;;
        -*) plain "$@" ;;
        *) words=$((words + 1)) ;;
      esac
    else
      words=$((words + 1))
      wish=$argument
    fi
  done
  [ -n "$input" ] && [ -n "$tty" ] && [ $words = 3 ] || plain "$@"
  case $wish in
    bash | zsh | fish | /bin/bash | /usr/bin/bash | /bin/zsh | /usr/bin/zsh | /usr/bin/fish) ;;
    *) plain "$@" ;;
  esac
  start=$(cat "$CASEBENCH_SCRIPTS/remote-start") && [ -n "$start" ] || plain "$@"
  unset CASEBENCH_NONCE CASEBENCH_SCRIPTS
  # The last word, which is the shell, becomes the argument of the one that prepares it.
  count=$#
  for argument in "$@"; do
    shift
    [ $count = 1 ] || set -- "$@" "$argument"
    count=$((count - 1))
  done
  exec "$program" "$@" sh -c "$start" "$wish"
}

case $program in
  bash | zsh | fish) shell "$@" ;;
  ssh) remote "$@" ;;
  docker | podman) container "$@" ;;
  *) plain "$@" ;;
esac

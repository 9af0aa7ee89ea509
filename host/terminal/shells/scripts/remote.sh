# Runs in a POSIX shell elsewhere, with the scripts in $bash_script, $zsh_script and $fish_script (base64) and the wanted
# shell in $0 (`sh` where the login shell is meant). Whatever is missing there, the shell starts; then without marks.

case $0 in
  sh | -sh | */sh) wish=${SHELL:-/bin/sh} login=1 ;;
  *) wish=$0 login= ;;
esac

show_news() {
  [ -z "$login" ] || [ -e ~/.hushlogin ] || cat /run/motd.dynamic /etc/motd 2>/dev/null
}

into() {
  printf %s "$1" | base64 -d >"$2" 2>/dev/null && [ -s "$2" ]
}

umask_before=$(umask)
umask 077
folder=$(mktemp -d 2>/dev/null || mktemp -d /dev/shm/casebench.XXXXXX 2>/dev/null)
umask "$umask_before"
show_news

case ${folder:+${wish##*/}} in
  bash)
    if into "$bash_script" "$folder/bash.sh"; then
      CASEBENCH_ONCE=$folder CASEBENCH_LOGIN=$login exec "$wish" --rcfile "$folder/bash.sh" -i
    fi
    ;;
  zsh)
    if into "$zsh_script" "$folder/.zshenv"; then
      [ -z "${ZDOTDIR+x}" ] || export CASEBENCH_ZDOTDIR="$ZDOTDIR"
      CASEBENCH_ONCE=$folder ZDOTDIR=$folder exec "$wish" -i ${login:+-l}
    fi
    ;;
  fish)
    if into "$fish_script" "$folder/fish.fish"; then
      CASEBENCH_ONCE=$folder exec "$wish" -i ${login:+-l} --init-command "source '$folder/fish.fish'"
    fi
    ;;
esac
[ -z "$folder" ] || rm -rf -- "$folder"
exec "$wish" ${login:+-l}

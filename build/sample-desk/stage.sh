# Sourced by every make.sh of this folder. `stage HOST EVIDENCE` runs the calling script again as root inside
# mount, UTS, network and process namespaces of its own, so that host names, addresses, ports and paths in the
# evidence are what the servers really saw, nothing collides with the machine, and every daemon dies with the script.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[1]}")" && pwd)"
desk="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

stage() {
  export host="$1" evidence="$desk/../../host/sample-desk/evidence/$2"
  if [ -z "${CASEBENCH_STAGED:-}" ]; then
    [ "$(id -u)" = 0 ] || { echo "Run this as root: it needs namespaces and starts servers." >&2; exit 1; }
    mkdir -p "$evidence"
    exec env -i PATH="$PATH" HOME=/root LANG=C.UTF-8 TZ=UTC CASEBENCH_STAGED=1 \
      unshare --mount --uts --net --pid --fork --kill-child --mount-proc bash "$here/$(basename "$0")"
  fi
  hostname "$host"
  trap 'chmod -R u=rwX,go=rX "$evidence"' EXIT
  ip link set lo up
  mount -t tmpfs -o mode=1777 tmpfs /tmp
  mount -t tmpfs tmpfs /opt && mkdir -m 1777 /opt/lab
  echo '127.0.0.1 localhost' > /opt/lab/hosts
  mount --bind /opt/lab/hosts /etc/hosts
}

# address IP NAME: gives this stage one more machine.
address() {
  ip addr add "$1/32" dev lo
  echo "$1 $2 ${2%%.*}" >> /etc/hosts
}

# settle COMMAND...: waits until the command succeeds, 40 s at most.
settle() {
  for _ in $(seq 200); do "$@" > /dev/null 2>&1 && return; sleep 0.2; done
  echo "Gave up waiting for: $*" >&2
  tail -n 20 /opt/postgresql/log/*.log /opt/*/*/logs/*.log /opt/lab/*.log >&2 2> /dev/null || true
  exit 1
}

listening() { (exec 3<> "/dev/tcp/$1/$2"); }

# tomcat_base DIR: a fresh CATALINA_BASE over Debian's tomcat10.
tomcat_base() {
  export CATALINA_HOME=/usr/share/tomcat10 CATALINA_BASE="$1" CATALINA_PID="$1/temp/tomcat.pid"
  export JAVA_OPTS="${JAVA_OPTS:--Xmx256m -Djava.awt.headless=true}"
  mkdir -p "$1"/{conf/Catalina/localhost,lib,logs,temp,webapps,work}
  cp /usr/share/tomcat10/etc/{web.xml,context.xml,catalina.properties,jaspic-providers.xml,tomcat-users.xml} "$1/conf/"
  cp "$desk/tomcat-logging.properties" "$1/conf/logging.properties"
}

tomcat_start() {
  chown -R tomcat: "$CATALINA_BASE"
  runuser -u tomcat -- env CATALINA_HOME="$CATALINA_HOME" CATALINA_BASE="$CATALINA_BASE" CATALINA_PID="$CATALINA_PID" \
    JAVA_OPTS="$JAVA_OPTS" sh "$CATALINA_HOME/bin/catalina.sh" start > /dev/null
}

tomcat_pid() { cat "$CATALINA_PID"; }

tomcat_stop() {
  runuser -u tomcat -- env CATALINA_HOME="$CATALINA_HOME" CATALINA_BASE="$CATALINA_BASE" CATALINA_PID="$CATALINA_PID" \
    sh "$CATALINA_HOME/bin/catalina.sh" stop 20 -force > /dev/null 2>&1 || true
}

# postgres_start ADDRESS 'extra settings': a fresh PostgreSQL 15 cluster in /opt/postgresql.
postgres_start() {
  local bin=/usr/lib/postgresql/15/bin data=/opt/postgresql/15/main
  install -d -o postgres /opt/postgresql /opt/postgresql/15 /opt/postgresql/log
  runuser -u postgres -- "$bin/initdb" -D "$data" -A trust -U postgres --locale=C.UTF-8 > /dev/null
  {
    echo "listen_addresses = '$1'"
    echo "unix_socket_directories = '/opt/postgresql'"
    echo "log_line_prefix = '%m [%p] %q%u@%d/%a %h '"
    echo "log_timezone = 'UTC'"
    echo "$2"
  } >> "$data/postgresql.conf"
  echo 'host all all 10.0.0.0/8 trust' >> "$data/pg_hba.conf"
  (cd /opt/postgresql && runuser -u postgres -- "$bin/postgres" -D "$data" > /opt/postgresql/log/postgresql.log 2>&1 &)
  settle runuser -u postgres -- "$bin/pg_isready" -h /opt/postgresql
}

sql() { runuser -u postgres -- psql -h /opt/postgresql -X -q "$@"; }

keep() { install -m 0644 "$1" "$evidence/$2"; }

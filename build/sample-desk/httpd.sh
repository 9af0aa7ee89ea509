# Sourced after stage.sh. httpd_start CONF runs Debian's apache2 with one self-contained configuration file.
httpd_start() {
  mkdir -p /opt/httpd/{logs,run,htdocs,conf}
  chown www-data: /opt/httpd/logs
  cat "$desk/httpd-base.conf" "$1" > /opt/httpd/conf/httpd.conf
  /usr/sbin/apache2 -f /opt/httpd/conf/httpd.conf -k start
}

httpd_stop() {
  /usr/sbin/apache2 -f /opt/httpd/conf/httpd.conf -k stop
  settle test ! -e /opt/httpd/run/httpd.pid
}

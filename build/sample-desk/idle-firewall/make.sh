#!/usr/bin/env bash
# Outage map: httpd's pooled connection to Tomcat is forgotten by a firewall between them; the next request meets a reset.
# Needs: tomcat10, apache2, openjdk-17-jdk-headless, curl. The firewall is IdleFirewall.java with 6 s where a real one has minutes.
source "$(dirname "$0")/../stage.sh"
source "$desk/httpd.sh"
stage web01.tasmangrid.example idle-firewall
address 10.60.1.11 web01.tasmangrid.example
address 10.60.2.21 app01.tasmangrid.example
address 10.60.8.14 cust14.tasmangrid.example

tomcat_base /opt/tomcat/outages
mkdir -p "$CATALINA_BASE/webapps/outages"
cp "$here/map.jsp" "$CATALINA_BASE/webapps/outages/"
cp "$here/server.xml" "$CATALINA_BASE/conf/"
tomcat_start
settle curl -sf http://127.0.0.1:8080/outages/map.jsp
javac -d /opt/lab "$here/IdleFirewall.java"
java -Xmx32m -cp /opt/lab IdleFirewall 10.60.2.21 8080 127.0.0.1 6000 &
firewall=$!
settle listening 10.60.2.21 8080

request() { # METHOD
  local answer
  answer="$(curl -s --interface 10.60.8.14 -X "$1" ${2:+-d "$2"} -o /opt/lab/body -w '%{http_code} in %{time_total} s' http://web01.tasmangrid.example/outages/map.jsp || true)"
  printf '%s  %-4s -> %s\n' "$(date -u +%H:%M:%S)" "$1" "$answer" >> /opt/lab/probe.txt
}

round() { # TITLE CONF
  echo "== $1" >> /opt/lab/probe.txt
  httpd_start "$here/$2"
  settle listening 10.60.1.11 80
  for pause in 0 2 8 0 8 3 8 0; do
    sleep "$pause"
    printf '%2d s quiet  ' "$pause" >> /opt/lab/probe.txt
    request GET
  done
  sleep 8
  printf '%2d s quiet  ' 8 >> /opt/lab/probe.txt
  request POST 'region=south'
  httpd_stop
}

round 'default pool' httpd-default.conf
keep /opt/httpd/logs/error_log error_log-web01.log
keep /opt/httpd/logs/access_log access_log-web01.log
round 'ttl=4, below the 6 s of the firewall' httpd-ttl.conf
keep /opt/lab/probe.txt probe.txt
tail -n 3 /opt/httpd/logs/error_log > "$evidence/error_log-web01-after.log"
keep "$CATALINA_BASE/logs/access.log" access-app01.log
kill "$firewall"
tomcat_stop

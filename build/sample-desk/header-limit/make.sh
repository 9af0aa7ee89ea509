#!/usr/bin/env bash
# Ward: an Authorization: Negotiate header of a user in many groups against httpd's and Tomcat's header limits.
# Needs: tomcat10, apache2, curl. The tokens are random bytes of the sizes that Kerberos tickets with a PAC have.
source "$(dirname "$0")/../stage.sh"
source "$desk/httpd.sh"
stage app01.haldenhealth.example header-limit
address 10.50.1.11 web01.haldenhealth.example
address 10.50.1.21 app01.haldenhealth.example
address 10.50.7.133 ward133.haldenhealth.example

tomcat_base /opt/tomcat/ward
mkdir -p "$CATALINA_BASE/webapps/ward"
cp "$here/index.jsp" "$CATALINA_BASE/webapps/ward/"
cp "$here/server.xml" "$CATALINA_BASE/conf/"

token() { head -c "$1" /dev/urandom | base64 -w0; }

ask() { # LABEL URL TOKEN-BYTES
  local value status
  value="Negotiate $(token "$3")"
  status="$(curl -s -o /opt/lab/body --interface 10.50.7.133 -H "Authorization: $value" -w '%{http_code}, body %{size_download} bytes' "$2")"
  printf '%-44s header value %6d bytes -> %s\n' "$1" "${#value}" "$status" >> /opt/lab/sizes.txt
}

round() { # TITLE
  echo "== $1" >> /opt/lab/sizes.txt
  for bytes in 1500 4000 5900 6200 9000 14000; do
    ask 'app01:8080 (Tomcat alone)' http://app01.haldenhealth.example:8080/ward/ "$bytes"
    ask 'web01:80 (through httpd)' http://web01.haldenhealth.example/ward/ "$bytes"
  done
}

tomcat_start
settle curl -sf http://app01.haldenhealth.example:8080/ward/
httpd_start "$here/httpd-default.conf"
settle curl -sf http://web01.haldenhealth.example/ward/
round 'defaults on both'
curl -sv --interface 10.50.7.133 -H "Authorization: Negotiate $(token 9000)" http://app01.haldenhealth.example:8080/ward/ \
  2>&1 | tr -d '\r' | cut -c1-160 > "$evidence/curl-400-tomcat.txt"
httpd_stop

httpd_start "$here/httpd-raised.conf"
settle curl -sf http://web01.haldenhealth.example/ward/
round 'LimitRequestFieldSize 65536 in httpd only'
tomcat_stop
sed -i 's/connectionTimeout="20000"/connectionTimeout="20000" maxHttpRequestHeaderSize="65536"/' "$CATALINA_BASE/conf/server.xml"
tomcat_start
settle curl -sf http://app01.haldenhealth.example:8080/ward/
round 'LimitRequestFieldSize 65536 in httpd, maxHttpRequestHeaderSize="65536" in Tomcat'
httpd_stop
tomcat_stop

keep /opt/lab/sizes.txt header-sizes.txt
keep /opt/httpd/logs/error_log error_log-web01.log
keep "$CATALINA_BASE/logs/access.log" access-app01.log
grep -v TldScanner "$CATALINA_BASE/logs/catalina.log" > "$evidence/catalina-app01.log"

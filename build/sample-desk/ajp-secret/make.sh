#!/usr/bin/env bash
# Claims: httpd reaches Tomcat 10.1 over AJP only after four things are right: address, secret, the same secret, attributes.
# Needs: tomcat10, apache2, curl.
source "$(dirname "$0")/../stage.sh"
source "$desk/httpd.sh"
stage app02.caledon.example ajp-secret
address 10.20.2.11 web01.caledon.example
address 10.20.2.22 app02.caledon.example
address 10.20.9.40 desk40.caledon.example

tomcat_base /opt/tomcat/claims
mkdir -p "$CATALINA_BASE/webapps/claims"
cp "$here/index.jsp" "$CATALINA_BASE/webapps/claims/"

attempt() { # NAME, CONNECTOR, HTTPD-CONF, READY
  { cat "$here/server-head.xml"; echo "    $2"; cat "$here/server-tail.xml"; } > "$CATALINA_BASE/conf/server.xml"
  : > "$CATALINA_BASE/logs/catalina.log"
  tomcat_start
  settle grep -qE 'Server startup in|Failed to start' "$CATALINA_BASE/logs/catalina.log"
  httpd_start "$here/$3"
  settle listening 10.20.2.11 80
  {
    echo "# $1"
    echo "# $2"
    echo '$ curl -si http://web01.caledon.example/claims/'
    curl -si --interface 10.20.9.40 http://web01.caledon.example/claims/ | tr -d '\r' | sed '/<!doctype html>/,$d; /<!DOCTYPE/,$d'
    echo
  } >> /opt/lab/curl.txt
  cat "$CATALINA_BASE/logs/catalina.log" >> /opt/lab/catalina.txt
  httpd_stop
  tomcat_stop
}

attempt '1. server.xml as it came from Tomcat 9.0.30' \
  '<Connector protocol="AJP/1.3" port="8009"/>' httpd-1.conf
attempt '2. an address, secretRequired left out' \
  '<Connector protocol="AJP/1.3" address="10.20.2.22" port="8009"/>' httpd-1.conf
attempt '3. secretRequired off for a moment, loopback still the default' \
  '<Connector protocol="AJP/1.3" port="8009" secretRequired="false"/>' httpd-1.conf
attempt '4. a secret in Tomcat, none in httpd' \
  '<Connector protocol="AJP/1.3" address="10.20.2.22" port="8009" secret="Xk7-claims-2026"/>' httpd-1.conf
attempt '5. the same secret on both sides, and the attribute of the single sign-on' \
  '<Connector protocol="AJP/1.3" address="10.20.2.22" port="8009" secret="Xk7-claims-2026"/>' httpd-2.conf
attempt '6. the attribute allowed by name' \
  '<Connector protocol="AJP/1.3" address="10.20.2.22" port="8009" secret="Xk7-claims-2026" allowedRequestAttributesPattern="claims_desk"/>' httpd-2.conf

# A secret is masked before it goes into a case, in the lab too.
sed -i 's/secret="[^"]*"/secret="(masked)"/' /opt/lab/curl.txt
keep /opt/lab/curl.txt curl-six-attempts.txt
grep -v TldScanner /opt/lab/catalina.txt > "$evidence/catalina-app02.log"
keep /opt/httpd/logs/error_log error_log-web01.log
keep /opt/httpd/logs/access_log access_log-web01.log
keep "$CATALINA_BASE/logs/access.log" access-app02.log

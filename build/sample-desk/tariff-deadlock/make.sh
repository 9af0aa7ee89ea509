#!/usr/bin/env bash
# Tariff service: reload takes the tariff lock and then the contract lock, a quote takes them the other way round.
# Needs: tomcat10, openjdk-17-jdk-headless, curl.
source "$(dirname "$0")/../stage.sh"
stage tariff01.nordwind.example tariff-deadlock
address 10.80.2.31 tariff01.nordwind.example
address 10.80.9.12 dispatch12.nordwind.example

tomcat_base /opt/tomcat/tariff
cp "$here/server.xml" "$CATALINA_BASE/conf/"
classes="$CATALINA_BASE/webapps/tariff/WEB-INF/classes"
mkdir -p "$classes"
javac -g -d "$classes" -cp '/usr/share/tomcat10/lib/*' "$here"/src/*.java
tomcat_start
settle curl -sf 'http://tariff01:8080/tariff/quote?contract=K0&lane=DE-0'
get() { curl -s --max-time 40 --interface 10.80.9.12 -o /dev/null "http://tariff01:8080/tariff/$1" || true; }

get admin/reload &
for n in $(seq 1 18); do get "quote?contract=K$n&lane=DE-$n" & sleep 0.12; done
sleep 9
jstack -l "$(tomcat_pid)" > "$evidence/threads-tariff01-1.txt"
sleep 8
jstack "$(tomcat_pid)" > "$evidence/threads-tariff01-2.txt"
grep -v TldScanner "$CATALINA_BASE/logs/catalina.log" > "$evidence/catalina-tariff01.log"
wait
keep "$CATALINA_BASE/logs/access.log" access-tariff01.log
tomcat_stop

#!/usr/bin/env bash
# Policy portal: a Tomcat pool is drained by a return path that keeps its connection, then named by logAbandoned, then fixed.
# Needs: tomcat10, libpostgresql-jdbc-java, postgresql-15, openjdk-17-jdk-headless, chromium-headless-shell, curl.
source "$(dirname "$0")/../stage.sh"
stage app01.caledon.example policy-portal
address 10.20.1.11 app01.caledon.example
address 10.20.1.31 lb01.caledon.example
address 10.20.4.21 db01.caledon.example

postgres_start 10.20.4.21 ''
sql -h 10.20.4.21 -U postgres -f "$here/schema.sql"

export JAVA_OPTS="-Xmx192m -Djava.awt.headless=true"
tomcat_base /opt/tomcat/portal
cp "$here/server.xml" "$CATALINA_BASE/conf/"
cp "$here/portal.xml" "$CATALINA_BASE/conf/Catalina/localhost/"
cp /usr/share/java/postgresql.jar "$CATALINA_BASE/lib/"
classes="$CATALINA_BASE/webapps/portal/WEB-INF/classes"

compile() {
  mkdir -p "$classes"
  javac -g -d "$classes" -cp "/usr/share/tomcat10/lib/*" "$1"/*.java
}

quote() { curl -s --interface 10.20.1.31 -o /dev/null "http://app01:8080/portal/quote?broker=$1&product=HOME-STD"; }

activity="select pid, state, wait_event_type, wait_event, to_char(now() - xact_start, 'MI:SS') as xact_age,
  to_char(now() - state_change, 'MI:SS') as idle_for, query from pg_stat_activity
  where application_name = 'policy-portal' order by xact_start"

# 1. The morning: ordinary brokers, and every twenty-fifth one suspended; four requests a second.
compile "$here/src"
tomcat_start
settle curl -sf http://app01:8080/portal/internal/pool
for n in $(seq 1 380); do quote "$(printf 'B%04d' "$n")"; sleep 0.22; done
curl -s http://app01:8080/portal/internal/pool | jq . > "$evidence/pool-draining.json"
for s in 25 50 75 100 125; do quote "$(printf 'B%04d' "$s")"; sleep 1; done
for n in $(seq 1 24); do quote "$(printf 'B%04d' "$n")" & sleep 0.05; done
sleep 3
jstack "$(tomcat_pid)" > "$evidence/threads-app01.txt"
sql -d policy -c "$activity" > "$evidence/pg_stat_activity.txt"
curl -s http://app01:8080/portal/internal/pool | jq . > "$evidence/pool-drained.json"
(cd /opt/lab && chromium-headless-shell --no-sandbox --disable-gpu --hide-scrollbars --window-size=1180,760 \
  --virtual-time-budget=20000 --screenshot=page.png "http://app01.caledon.example:8080/portal/quote?broker=B0007&product=HOME-STD" > /dev/null 2>&1)
keep /opt/lab/page.png portal-500.png
keep "$here/portal.xml" portal.xml
wait
tomcat_stop
keep "$CATALINA_BASE/logs/localhost.log" localhost-app01.log
tail -n 60 "$CATALINA_BASE/logs/access.log" > "$evidence/access-app01.log"

# 2. The same build with abandoned connections traced.
rm -f "$CATALINA_BASE"/logs/*
sed -i 's/defaultAutoCommit="false"/defaultAutoCommit="false"\n            removeAbandonedOnBorrow="true" removeAbandonedTimeout="5" logAbandoned="true"/' \
  "$CATALINA_BASE/conf/Catalina/localhost/portal.xml"
tomcat_start
settle curl -sf http://app01:8080/portal/internal/pool
for n in $(seq 1 20); do quote B0025; done
sleep 6
for n in 1 2 3; do quote B0001; done
tomcat_stop
head -n 160 "$CATALINA_BASE/logs/catalina.out" > "$evidence/catalina-app01-abandoned.out"

# 3. The corrected servlet, twice the suspended brokers.
rm -f "$CATALINA_BASE"/logs/*
cp "$here/portal.xml" "$CATALINA_BASE/conf/Catalina/localhost/"
mkdir -p /opt/lab/fixed
cp "$here"/src/*.java /opt/lab/fixed/
cp "$here"/fixed/*.java /opt/lab/fixed/
compile /opt/lab/fixed
tomcat_start
settle curl -sf http://app01:8080/portal/internal/pool
for n in $(seq 1 8); do for s in 25 50 75 100 125; do quote "$(printf 'B%04d' "$s")"; done; done
for n in $(seq 1 40); do quote "$(printf 'B%04d' "$n")"; done
curl -s http://app01:8080/portal/internal/pool | jq . > "$evidence/pool-after-fix.json"
tomcat_stop
(cd "$here" && diff -u --label a/src/QuoteServlet.java --label b/src/QuoteServlet.java src/QuoteServlet.java fixed/QuoteServlet.java) \
  > "$evidence/close-on-every-path.patch" || true

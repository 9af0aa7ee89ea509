#!/usr/bin/env bash
# Timetable: a WAR for Tomcat 9 (javax.servlet) on Tomcat 10.1 (jakarta.servlet), first as it is, then migrated.
# Needs: tomcat10, tomcat-jakartaee-migration, libservlet-api-java (javax.servlet 4.0), openjdk-17-jdk-headless, curl, zip.
source "$(dirname "$0")/../stage.sh"
stage web03.kestrelrail.example jsp-jakarta
address 10.40.1.13 web03.kestrelrail.example

mkdir -p /opt/lab/war
cp -r "$here/timetable/." /opt/lab/war/
war() { (cd /opt/lab/war && jar --create --file /opt/lab/timetable.war .); }

tomcat_base /opt/tomcat/timetable
cp "$here/../header-limit/server.xml" "$CATALINA_BASE/conf/"

# 1. With its filter: the context does not start at all.
mkdir -p /opt/lab/war/WEB-INF/classes
javac -d /opt/lab/war/WEB-INF/classes -cp /usr/share/java/servlet-api.jar "$here/StationFilter.java"
war
cp /opt/lab/timetable.war "$CATALINA_BASE/webapps/"
tomcat_start
settle grep -q 'Server startup in' "$CATALINA_BASE/logs/catalina.log"
{
  echo '$ curl -si http://web03:8080/timetable/departures.jsp | head -n 1'
  curl -si http://web03:8080/timetable/departures.jsp | head -n 1
} > "$evidence/curl-before-and-after.txt"
tomcat_stop
cp "$CATALINA_BASE/logs/localhost.log" "$evidence/localhost-1-filter.log"

# 2. Without the filter: the context starts and the page does not compile.
rm -rf "$CATALINA_BASE"/logs/* "$CATALINA_BASE"/webapps/*
mkdir -p /opt/lab/nofilter && cp "$here/timetable/departures.jsp" /opt/lab/nofilter/
cp -r /opt/lab/nofilter "$CATALINA_BASE/webapps/timetable"
tomcat_start
settle grep -q 'Server startup in' "$CATALINA_BASE/logs/catalina.log"
{
  echo '$ curl -si http://web03:8080/timetable/departures.jsp | head -n 1     # filter taken out of web.xml'
  curl -si http://web03:8080/timetable/departures.jsp | head -n 1
} >> "$evidence/curl-before-and-after.txt"
tomcat_stop
cp "$CATALINA_BASE/logs/localhost.log" "$evidence/localhost-2-jasper.log"

# 3. The migration tool over the whole WAR.
rm -rf "$CATALINA_BASE"/logs/* "$CATALINA_BASE"/webapps/*
(cd /opt/lab && javax2jakarta -profile=TOMCAT timetable.war timetable-jakarta.war > migration.txt 2>&1) || cat /opt/lab/migration.txt
keep /opt/lab/migration.txt migration.txt
cp /opt/lab/timetable-jakarta.war "$CATALINA_BASE/webapps/timetable.war"
tomcat_start
settle grep -q 'Server startup in' "$CATALINA_BASE/logs/catalina.log"
{
  echo '$ curl -si http://web03:8080/timetable/departures.jsp                 # migrated WAR'
  curl -si -b station=EUS http://web03:8080/timetable/departures.jsp | tr -d '\r'
} >> "$evidence/curl-before-and-after.txt"
tomcat_stop

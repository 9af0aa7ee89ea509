#!/usr/bin/env bash
# Scanner finding CVE-2023-46604 on a Debian broker: the version says vulnerable, the package carries the fix.
# Needs: activemq 5.17.2+dfsg-2+deb12u1 and its dependencies, openjdk-17-jdk-headless.
source "$(dirname "$0")/../stage.sh"
stage mq-edge.haldenhealth.example activemq-scan

{
  echo '$ dpkg-query -W activemq libactivemq-java'
  dpkg-query -W activemq libactivemq-java
  echo
  echo '$ zcat /usr/share/doc/activemq/changelog.Debian.gz | head -n 5'
  zcat /usr/share/doc/activemq/changelog.Debian.gz | head -n 5
  echo
  echo '$ javap -cp /usr/share/java/activemq-client.jar org.apache.activemq.openwire.OpenWireUtil'
  javap -cp /usr/share/java/activemq-client.jar org.apache.activemq.openwire.OpenWireUtil
  echo
  javac -d /opt/lab -cp '/usr/share/activemq/lib/*' "$here/CreateThrowable.java"
  echo "\$ java -cp .:/usr/share/activemq/lib/* CreateThrowable"
  java -cp '/opt/lab:/usr/share/activemq/lib/*' CreateThrowable 2>&1 | grep -v -i log4j
} > "$evidence/check-cve-2023-46604.txt"
keep "$here/CreateThrowable.java" CreateThrowable.java

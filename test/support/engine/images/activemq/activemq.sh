#!/bin/sh
home=/opt/apache-activemq
exec "$JAVA_HOME/bin/java" $ACTIVEMQ_OPTS_MEMORY -Dlog4j.configuration=file:$home/conf/log4j.properties \
  -Dactivemq.home=/usr/share/activemq -Dactivemq.base=$home -Dactivemq.conf=$home/conf -Dactivemq.data=$home/data \
  -jar /usr/share/activemq/bin/activemq.jar "$@"

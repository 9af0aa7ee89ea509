use strict;
use IO::Socket::INET;

$| = 1;
$SIG{TERM} = sub { exit 0 };
my $minor = (split /\./, $ENV{VERSION})[1];
my $server = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => 8080, Listen => 20, ReuseAddr => 1) or die $!;
print "version $ENV{VERSION} listens\n";
while (my $client = $server->accept) {
  my $line = <$client>;
  my $size = 0;
  while (my $header = <$client>) {
    last if $header =~ /^\r?\n$/;
    $size += length $header;
  }
  my $status = $size > 8192 && $minor >= 9 ? '400 Bad Request' : '200 OK';
  print "header of $size bytes: $status\n";
  print $client "HTTP/1.0 $status\r\nContent-Length: 3\r\n\r\nok\n";
  close $client;
}

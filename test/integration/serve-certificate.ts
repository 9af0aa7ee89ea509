/**
 * A certificate for bench.test, *.desk.test and 127.0.0.1 that signs itself, valid until 2126, for tests alone:
 *
 *     openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=bench.test
 *       -addext subjectAltName=DNS:bench.test,DNS:*.desk.test,IP:127.0.0.1
 */
export const certificate = `-----BEGIN CERTIFICATE-----
MIIBrDCCAVGgAwIBAgIUHJzumgX4aFcNes4vKOnsYYFPHCMwCgYIKoZIzj0EAwIw
FTETMBEGA1UEAwwKYmVuY2gudGVzdDAgFw0yNjExMjEyMTQ1MzlaGA8yMTI2MTAy
ODIxNDUzOVowFTETMBEGA1UEAwwKYmVuY2gudGVzdDBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABATXTQGuwuFmBr8TAILRDfPA2wYMaTiN6Mf5hETMDUfxbupiVdCo
Ee6XFNCMS4zZ2l1/aEinL3eni7l2SeCTXZ+jfTB7MB0GA1UdDgQWBBTaaIB5SWLY
wApvanFoZ6h8BKy1yDAfBgNVHSMEGDAWgBTaaIB5SWLYwApvanFoZ6h8BKy1yDAP
BgNVHRMBAf8EBTADAQH/MCgGA1UdEQQhMB+CCmJlbmNoLnRlc3SCCyouZGVzay50
ZXN0hwR/AAABMAoGCCqGSM49BAMCA0kAMEYCIQDu4yecFVIJA50qK79k0jfBJIbe
PnmxpCwS9wVce0BcigIhANAtlsdK7iD24UuFjdmUc5a9zeNQVP8F0qHixfEMkIdu
-----END CERTIFICATE-----
`

export const certificateKey = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg58xUQQphRB/bnoLw
XLfvIKDFpHko5VojL98wTlQf/OChRANCAAQE100BrsLhZga/EwCC0Q3zwNsGDGk4
jejH+YREzA1H8W7qYlXQqBHulxTQjEuM2dpdf2hIpy93p4u5dkngk12f
-----END PRIVATE KEY-----
`

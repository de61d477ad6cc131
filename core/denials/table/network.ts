import type { Denial } from "../denial";
import { gitHubStatus } from "./ghcrFixes";

const reachable = "curl --head https://{host}/v2/ (401 is the expected answer)";

/** Failed connections, whichever program reports them. No server refused anything. */
export const network: readonly Denial[] = [
  {
    id: "network-certificate",
    from: "the network",
    kind: "network",
    host: "any",
    patterns: [
      /x509: certificate/i,
      /tls: failed to verify certificate/i,
      /unable to (?:verify the first certificate|get local issuer certificate)/i,
      /self[- ]signed certificate/i,
    ],
    example:
      'failed to do request: Head "https://ghcr.io/v2/octo/app/manifests/1": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    cause:
      "The certificate's issuer is not trusted here, for example the issuer of a company proxy or of your own registry.",
    fix: [
      "Make the system, Docker and Node trust the issuer: set SSL_CERT_FILE and NODE_EXTRA_CA_CERTS",
      "If BuildKit runs in a container, set its certificates in buildkitd.toml",
    ],
    sources: [
      "https://github.com/docker/setup-buildx-action/issues/112",
      "https://github.com/docker/build-push-action/issues/1349",
      "https://github.com/moby/buildkit/issues/4149",
    ],
  },
  {
    id: "network-proxy",
    from: "the network",
    kind: "network",
    host: "any",
    patterns: [/proxyconnect tcp/i, /407 Proxy Authentication Required/i],
    example:
      'Get "https://ghcr.io/v2/": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused',
    cause: "The proxy in HTTPS_PROXY is unreachable or requires a login.",
    fix: ["Check HTTPS_PROXY and NO_PROXY, also those of the Docker daemon", reachable],
    sources: ["https://github.com/docker/for-win/issues/7935"],
    unsettled: "The thread only quotes the message; the cause is inferred from its words.",
  },
  {
    id: "network-no-host",
    from: "the network",
    kind: "network",
    host: "any",
    patterns: [
      /no such host/i,
      // A name service that does not answer, before the refused connection that it is reported as.
      /lookup [\w.-]{1,253} on [^\s]{1,80} read udp/i,
      /getaddrinfo (?:ENOTFOUND|EAI_AGAIN)/i,
      /server misbehaving/i,
      /Could not resolve host/i,
      /Temporary failure in name resolution/i,
    ],
    errors: [{ code: "ENOTFOUND" }],
    example: 'Get "https://ghcr.io/v2/": dial tcp: lookup ghcr.io on 127.0.0.53:53: no such host',
    cause:
      "The host name cannot be resolved: it is misspelled, or DNS does not work on this machine.",
    fix: ["Check the host in the reference", reachable],
    sources: [
      "https://github.com/pennsignals/publish_docker-compose/issues/4",
      "https://github.com/Termix-SSH/Support/issues/186",
    ],
  },
  {
    id: "network-refused",
    from: "the network",
    kind: "network",
    host: "any",
    patterns: [/ECONNREFUSED/i, /: connection refused/i],
    errors: [{ code: "ECONNREFUSED" }],
    example:
      'Get "http://localhost:5000/v2/": dial tcp 127.0.0.1:5000: connect: connection refused',
    cause: "Nothing listens at this address: the server is not running, or the port is wrong.",
    fix: [
      "Start the server, or correct the port; to start this project's sandbox, run npm run sandbox",
      "If Docker reports this, use an address that its daemon can reach: localhost is the machine on which the daemon runs",
    ],
    sources: [
      "https://github.com/vfarcic/books-ms/issues/49",
      "https://github.com/moby/moby/issues/29608",
    ],
  },
  {
    id: "network-slow",
    from: "the network",
    kind: "network",
    isTransient: true,
    host: "any",
    patterns: [
      /: i\/o timeout/i,
      /TLS handshake timeout/i,
      /context deadline exceeded/i,
      /Client\.Timeout exceeded/i,
      /ETIMEDOUT/i,
      /request canceled while waiting for connection/i,
    ],
    errors: [
      { code: "ETIMEDOUT" },
      { code: "UND_ERR_CONNECT_TIMEOUT" },
      { code: "UND_ERR_HEADERS_TIMEOUT" },
      { code: "UND_ERR_BODY_TIMEOUT" },
    ],
    example:
      "failed to do request: Post https://ghcr.io/v2/octo/app/blobs/uploads/: dial tcp 140.82.121.33:443: i/o timeout",
    cause:
      "The server did not answer in time: a firewall blocks the connection, the network is slow, or the service is down.",
    fix: [reachable, gitHubStatus],
    sources: ["https://github.com/NginxProxyManager/nginx-proxy-manager/issues/4668"],
  },
  {
    id: "network-cut",
    from: "the network",
    kind: "network",
    isTransient: true,
    host: "any",
    patterns: [
      /connection reset by peer/i,
      /ECONNRESET/i,
      /unexpected EOF/i,
      /Get "https?:\/\/[^\s"]{1,300}": EOF/i,
      /write: broken pipe/i,
      /use of closed network connection/i,
      /read\/write on closed pipe/i,
    ],
    errors: [{ code: "ECONNRESET" }, { code: "EPIPE" }, { code: "UND_ERR_SOCKET" }],
    example: 'Error response from daemon: Get "https://ghcr.io/v2/": EOF',
    cause: "The connection was interrupted during a transfer.",
    fix: ["Try again", gitHubStatus],
    sources: [
      "https://github.com/INSPIRE-MIF/helpdesk-validator/issues/1026",
      "https://github.com/docker/build-push-action/issues/761",
    ],
  },
  {
    id: "service-ill",
    from: "the network",
    kind: "service",
    isTransient: true,
    host: "any",
    patterns: [
      /500 Internal Server Error/i,
      /502 Bad Gateway/i,
      /503 Service Unavailable/i,
      /504 Gateway Time-?out/i,
    ],
    errors: [{ status: 500 }, { status: 502 }, { status: 503 }, { status: 504 }],
    example:
      "unexpected status from PUT request to https://ghcr.io/v2/octo/app/manifests/1: 502 Bad Gateway",
    cause: "The service itself failed; this is not about permissions.",
    fix: ["Try again in a minute", gitHubStatus],
    sources: [
      "https://github.com/gardenlinux/gardenlinux/issues/2585",
      "https://github.com/EnricoMi/publish-unit-test-result-action/issues/412",
    ],
  },
];

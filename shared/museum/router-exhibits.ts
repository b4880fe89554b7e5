// Pages of the router's codes. Facts: devcenter error-codes (2021-08-04; field notes on the 2026-09-18 page), http-routing (2025-07-31).

import type { Exhibit } from './exhibit.ts'

export const routerExhibits: readonly Exhibit[] = [
  {
    code: 'H10',
    trigger: 'Every web dyno of the app has crashed: its process ended by itself, or did not boot in time. The router tries no connection.',
    line: 'at=error code=H10 desc="App crashed" method=GET path="/" ... dyno= connect= service= status=503 bytes=',
    fix: 'Read the lines before the crash in the logs, put right what they say or roll back, and let the dynos start again. One answer of 200 shows it.',
  },
  {
    code: 'H11',
    trigger: 'More requests of the app are under way than its dynos may have: 200 for each web dyno, at each router.',
    line: 'at=error code=H11 desc="Backlog too deep" ... dyno= connect= service= status=503',
    fix: 'Answer faster, or scale web out. The number under way on the map has to sink.',
  },
  {
    code: 'H12',
    trigger: 'The dyno had the whole request and sent no byte of an answer for 30 seconds. It is not told, and goes on working.',
    line: 'at=error code=H12 desc="Request timeout" ... dyno=web.1 connect=1ms service=30001ms status=503 bytes=0',
    fix: 'Move the slow work to a worker, or give it a time limit of your own well under 30 seconds.',
  },
  {
    code: 'H13',
    trigger: 'The dyno took the connection and closed it before it sent anything: a crash in mid-request, or a server that closes idle connections earlier than the router does.',
    line: 'at=error code=H13 desc="Connection closed without response" ... dyno=web.1 ... status=503 bytes=0',
    fix: 'Look for a crash at that moment. If there is none, raise the keep-alive time of your web server above the router\'s 90 seconds.',
  },
  {
    code: 'H14',
    trigger: 'The app has no web dynos: web is scaled to 0.',
    line: 'at=error code=H14 desc="No web processes running" ... dyno= connect= service= status=503',
    fix: 'Scale web to at least 1.',
  },
  {
    code: 'H15',
    trigger: 'The answer had begun, and then the dyno sent nothing for 55 seconds.',
    line: 'at=error code=H15 desc="Idle connection" ... dyno=web.1 connect=1ms service=55449ms status=503 bytes=18',
    fix: 'Send something while the work goes on, or move the work to a worker. The client already has the first status line; only the log says 503.',
  },
  {
    code: 'H16',
    trigger: 'Retired. It stood for a redirect to herokuapp.com.',
    line: 'at=info code=H16 ...',
    fix: 'Nothing: it no longer occurs.',
  },
  {
    code: 'H17',
    trigger: 'The answer was not HTTP: a status line that can not be read, for example.',
    line: 'at=error code=H17 desc="Poorly formatted HTTP response" ... dyno=web.1 ... status=503 bytes=0',
    fix: 'Let a web server write the answer, and send nothing on its connection yourself.',
  },
  {
    code: 'H18',
    trigger: 'The dyno had begun its answer, and its connection was cut.',
    line: 'sock=backend at=error code=H18 desc="Server Request Interrupted" ... dyno=web.1 ... status=503 bytes=69',
    fix: 'Look for a crash or a restart at that moment. Finish open answers on SIGTERM before you exit.',
  },
  {
    code: 'H19',
    trigger: 'No connection to the dyno could be made within 5 seconds. Others were tried first.',
    line: 'at=error code=H19 desc="Backend connection timeout" ... dyno=web.1 connect=5001ms service= status=503',
    fix: 'Usually the dyno is so busy that it takes no connections: scale out, or find what blocks its event loop.',
  },
  {
    code: 'H20',
    trigger: 'The request was held for 75 seconds while web dynos were starting, and none came up.',
    line: 'at=error code=H20 desc="App boot timeout" ... dyno= connect= service= status=503',
    fix: 'Bind PORT first and do slow preparations afterwards. R10 in the log tells which dyno was too slow.',
  },
  {
    code: 'H21',
    trigger: 'The dyno refused the connection: nothing listens on its PORT any more.',
    line: 'at=error code=H21 desc="Backend connection refused" ... dyno=web.1 connect=1ms service= status=503',
    fix: 'Look why the web process stopped listening while it ran on. A restart makes it listen again.',
  },
  {
    code: 'H22',
    trigger: 'Far more connections of clients are open for the app than is normal.',
    line: 'at=error code=H22 desc="Connection limit reached" ... dyno= connect= service= status=503',
    fix: 'Let clients reuse connections, and close those that are not needed.',
  },
  {
    code: 'H23',
    trigger: 'Retired. A web socket handshake reached an endpoint that could not do web sockets; all of them can now.',
    line: 'at=error code=H23 desc="Endpoint misconfigured" ...',
    fix: 'Nothing: it no longer occurs.',
  },
  {
    code: 'H24',
    trigger: 'The router itself was stopped while the request was under way.',
    line: 'at=error code=H24 desc="Forced close" ... dyno=web.1 connect=1ms service=8000ms status= bytes=18',
    fix: 'Send the request again, if that is safe. Clients should do so by themselves for GET.',
  },
  {
    code: 'H25',
    trigger: 'The answer broke a limit that the router holds for safety: a cookie over 8 KB, a header over 512 KB, a status line over 8 KB, or a Content-Length that can not be.',
    line: 'at=error code=H25 desc="HTTP restriction: oversized cookie" ... dyno=web.1 ... status=502 bytes=',
    fix: 'Keep cookies small, and sessions in a store rather than in a cookie.',
  },
  {
    code: 'H26',
    trigger: 'The request broke the rules of HTTP: a bad header, a bad chunk, or an Expect that nobody knows. Only the classic router logs it.',
    line: 'at=error code=H26 desc="Request Error" cause="bad chunk" ... status=400 bytes=',
    fix: 'Correct the client that sends it. The app never saw the whole request.',
  },
  {
    code: 'H27',
    trigger: 'The client closed its connection before the answer was complete. A person who gave up looks the same.',
    line: 'sock=client at=warning code=H27 desc="Client Request Interrupted" ... status=499 bytes=0',
    fix: 'Often nothing; many of them mean that you answer too slowly.',
  },
  {
    code: 'H28',
    trigger: 'The client stopped sending its request for 55 seconds.',
    line: 'at=warning code=H28 desc="Client Connection Idle" ... status=499 bytes=18',
    fix: 'A slow or stuck client. Uploads of people on bad lines belong to a file store, not to a web dyno.',
  },
  {
    code: 'H31',
    trigger: 'The request was for a host name that was this app\'s once and is nobody\'s now: usually DNS that still points here.',
    line: 'at=error code=H31 desc="Misdirected Request" ... dyno= ... status=421 bytes= protocol=http agent="curl/8.0"',
    fix: 'Add the domain again, or point its DNS elsewhere.',
  },
  {
    code: 'H32',
    trigger: 'The certificate of the connection does not fit the host asked for.',
    line: 'at=error code=H32 desc="TLS Certificate Mismatch" ... status=495',
    fix: 'Add a certificate for that host name.',
  },
  {
    code: 'H33',
    trigger: 'An HTTP/2 stream broke, and the router can not always tell who broke it.',
    line: 'at=error code=H33 desc="HTTP/2 Stream Broken" ...',
    fix: 'Look for H13, H18 and H27 at the same time.',
  },
  {
    code: 'H34',
    trigger: 'Every web dyno that is up is in quarantine, as connections to it were refused or timed out within the last 5 seconds.',
    line: 'at=error code=H34 desc="All up dynos are quarantined" ... dyno= connect= service= status=503',
    fix: 'See H19 and H21 for why connections fail. Only the current router has this code; the classic one says H99.',
  },
  {
    code: 'H80',
    trigger: 'Maintenance mode is on. This is no error: the page was asked for.',
    line: 'at=info code=H80 desc="Maintenance mode" ... dyno= connect= service= status=503',
    fix: 'Turn maintenance mode off.',
  },
  {
    code: 'H81',
    trigger: 'Nothing has been deployed to the app yet.',
    line: 'at=info code=H81 desc="Blank app" ... dyno= connect= service= status=503',
    fix: 'Deploy: git push heroku main.',
  },
  {
    code: 'H82',
    trigger: 'The hours of the account\'s free or eco pool are used up, so its dynos sleep till the month ends.',
    line: 'at=info code=H82 desc="Free dyno quota exhausted" ... status=503',
    fix: 'Choose a size that is not from the pool, or wait for the next month.',
  },
  {
    code: 'H83',
    trigger: 'The platform has announced that it works less well for a while.',
    line: 'at=info code=H83 desc="Planned Service Degradation" ... status=503',
    fix: 'Wait for the announced end.',
  },
  {
    code: 'H99',
    trigger: 'Something in the platform itself failed; on the classic router also: every web dyno in quarantine for 75 seconds.',
    line: 'at=error code=H99 desc="Platform error" ... status=503',
    fix: 'Nothing in your app. Look at the platform\'s status, and try again.',
  },
]

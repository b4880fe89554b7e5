import { describe, expect, it } from 'vitest'
import type { FactorLanguage } from '../../../../shared/factors/language.ts'
import { codeIn, ending, found } from './hints.fixture.ts'

type Lines = Partial<Record<FactorLanguage, string>>

/** Each is found where it stands, and never in a comment. */
const foundInCode: Readonly<Record<string, Lines>> = {
  '2.s8': {
    node: "execSync('convert a.png b.png')", python: 'subprocess.run(["ffmpeg", "-i", path])', ruby: 'puts `curl -s #{url}`', java: 'Runtime.getRuntime().exec("convert a b");', go: 'exec.Command("wkhtmltopdf", path).Run()', php: "$out = shell_exec('curl ' . $url);", scala: 'val out = "convert a b".!!',
  },
  '3.s1': {
    node: "const url = 'postgres://app:s3cr3tpw@db.acme.io/shop'", python: 'AWS = "AKIAIOSFODNN7EXAMPLQ"', ruby: 'TOKEN = "ghp_aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5"', java: 'String apiKey = "q8Zr1vT0xWm4Lb7yNc3Hd6sPf2";', go: 'const secretKey = "q8Zr1vT0xWm4Lb7yNc3Hd6sPf2"',
    php: "$password = 'Gx7qPz41Lm';", scala: 'val k = "-----BEGIN RSA PRIVATE KEY-----"',
  },
  '3.s4': { node: "fetch('http://10.0.0.7:9200/x')", python: 'client = Elastic("http://localhost:9200")', ruby: 'Net::HTTP.get(URI("http://192.168.1.4:8080/"))', java: 'client.open("127.0.0.1:9092");', go: 'dial("localhost:9092")', php: "connect('127.0.0.1:11211');", scala: 'connect("10.1.2.3:9042")' },
  '4.s1': { node: "connect('redis://cache:6379')", python: 'create_engine("mysql://db/shop")', ruby: 'Redis.new(url: "redis://cache:6379")', java: 'String url = "jdbc:postgresql://db:5432/shop";', go: 'sql.Open("pgx", "postgres://db/shop")', php: "new Client('mongodb://db/shop');", scala: 'connect("amqp://queue/")' },
  '4.s2': { node: "const db = new Database('shop.db')", python: 'db = sqlite3.connect("shop.db")', ruby: 'DB = SQLite3::Database.new "shop.db"', java: 'open("jdbc:h2:file:./shop");', go: 'import _ "github.com/mattn/go-sqlite3"', php: "$db = new SQLite3('shop.db');", scala: 'open("jdbc:sqlite:shop.db")' },
  '4.s3': { node: "const upload = multer({ dest: 'uploads/' })", python: 'MEDIA_ROOT = BASE_DIR / "media"', ruby: 'config.active_storage.service = :local', java: 'file.transferTo(new File("uploads/" + name));', go: 'out, _ := os.Create("uploads/" + header.Filename)', php: "move_uploaded_file($from, 'uploads/x');", scala: 'picture.ref.moveTo(Paths.get("uploads"))' },
  '4.s4': { node: "if (host === 'localhost') useMemory()", python: 'if host == "localhost": x()', java: 'if (host.equals("localhost")) x();', go: 'if host == "localhost" { x() }' },
  '6.s1': { node: 'const sessions = new Map()', python: 'sessions = {}', ruby: '$sessions = {}', java: 'static final Map<String, User> SESSIONS = new ConcurrentHashMap<>();', go: 'var sessions = map[string]int{}', php: '$sessions = [];', scala: 'val sessions = mutable.Map.empty[String, Int]' },
  '6.s2': { node: "fs.appendFileSync('data/notes.txt', note)", python: 'f = open("notes.txt", "a")', ruby: 'File.write("notes.txt", note)', java: 'Files.writeString(Path.of("notes.txt"), note);', go: 'os.WriteFile("notes.txt", note, 0o600)', php: "file_put_contents('notes.txt', $note);", scala: 'new PrintWriter("notes.txt").write(note)' },
  '6.s3': { node: 'const users = []\nfunction a(u) { users.push(u) }', python: 'users = {}\ndef a(u):\n    users[u] = 1', ruby: '$users = []\ndef a(u) = $users << u', java: 'static final List<String> users = new ArrayList<>();\nvoid a(String u) { users.add(u); }', go: 'var users = map[string]int{}\nfunc a(u string) { users[u]++ }', scala: 'object A {\n  val users = mutable.Set.empty[String]\n  def a(u: String) = users.add(u)' },
  '7.s2': { node: 'server.listen(3000)', python: 'app.run(host="0.0.0.0", port=5000)', ruby: 'set :port, 4567', java: 'HttpServer.create(new InetSocketAddress(8080), 0);', go: 'http.ListenAndServe(":8080", nil)', php: "stream_socket_server('tcp://0.0.0.0:8000');", scala: 'Http().newServerAt("0.0.0.0", 8080)' },
  '7.s3': { node: "server.listen(port, '127.0.0.1')", python: 'server = ThreadingHTTPServer(("127.0.0.1", port), H)', ruby: 'TCPServer.new("localhost", port)', java: 'HttpServer.create(new InetSocketAddress("127.0.0.1", port), 0);', go: 'http.ListenAndServe("localhost:"+port, nil)', php: 'stream_socket_server("tcp://127.0.0.1:$port");', scala: 'HttpServer.create(new InetSocketAddress("localhost", port), 0)' },
  '8.s2': { node: "spawn('x', [], { detached: true })", python: 'with daemon.DaemonContext():\n    pass', ruby: 'Process.daemon', java: 'write("app.pid");', go: 'os.WriteFile("run/app.pid", pid, 0o600)', php: 'posix_setsid();', scala: 'write("app.pid")' },
  '11.s1': {
    node: 'new winston.transports.File({ filename: "x" })', python: 'h = logging.FileHandler("x")', ruby: 'LOG = Logger.new("log/web.log")', java: 'Handler h = new FileHandler("x");', go: 'f, _ := os.OpenFile("web.log", os.O_APPEND, 0o600)', php: "error_log($line, 3, 'x');", scala: 'val h = new FileHandler("x")',
  },
  '11.s3': { node: "const rfs = require('rotating-file-stream')", python: 'h = RotatingFileHandler("x")', ruby: 'LOG = Logger.new("web.log", "daily")', java: 'new FileHandler("x", 1000, 3);', go: 'log.SetOutput(&lumberjack.Logger{})', php: "new RotatingFileHandler('x');", scala: 'new FileHandler("x", 1000, 3)' },
  '12.s3': { node: "app.get('/admin/reset', wipe)", python: '@app.route("/migrate")', ruby: 'get("/admin/seed") { seed }', java: '@PostMapping("/admin/reindex")', go: 'mux.HandleFunc("/eval", eval)', php: "route('/admin/purge', $f);", scala: 'path("/admin/flush")' },
}

/** Looks alike and is none. */
const foundNowhere: Readonly<Record<string, Lines>> = {
  '2.s8': { node: "/a/.exec('curl x'); execFile(process.execPath)", python: 'subprocess.run([sys.executable])', ruby: 'x = `#{tool}` if y', php: "$curl = curl_exec($handle);", scala: 'if ("a" != b) c' },
  '3.s1': { node: "const url = `postgres://${user}:${password}@db/shop`; const tokenName = 'access_token_of_the_user'", python: 'PASSWORD_FIELD = "password"\nurl = "http://localhost:8000/login"', ruby: 'SECRET_KEY = ENV.fetch("SECRET_KEY")', java: 'String secretKey = System.getenv("SECRET_KEY_OF_THIS_APPLICATION");', go: 'const tokenHeader = "X-Authorization-Token"', scala: 'val passwordLabel = "Your password, please"' },
  '3.s4': { node: "console.log('on http://localhost:3000'); connect(process.env.ELASTIC ?? 'http://localhost:9200')", python: 'print("see http://localhost:8000")', go: 'http.ListenAndServe("localhost:8080", nil)' },
  '4.s1': { node: "connect(process.env.REDIS_URL ?? 'redis://localhost:6379')", ruby: 'Redis.new(url: ENV.fetch("REDIS_URL", "redis://localhost:6379"))' },
  '4.s2': { node: "new Database(':memory:')", python: 'sqlite3.connect(":memory:")' },
  '6.s1': { node: 'const sessionCount = 3', python: 'session["user"] = 1', java: 'session.get(1);' },
  '6.s2': { node: "fs.writeFileSync('/tmp/x', y); fs.readFileSync('x')", python: 'open("x").read()\nopen(os.path.join(tempfile.gettempdir(), "x"), "w")', go: 'os.ReadFile("x")', php: "fopen('php://stdout', 'w');" },
  '6.s3': { node: 'const names = []\nfunction a() { return names.length }', python: 'limits = {}\ndef a():\n    return limits.get(1)' },
  '7.s2': { node: 'server.listen(process.env.PORT || 3000)', python: 'app.run(port=int(os.environ["PORT"]))', go: 'http.ListenAndServe(":"+os.Getenv("PORT"), nil)', java: 'new InetSocketAddress("0.0.0.0", port);' },
  '7.s3': { node: "server.listen(port, '0.0.0.0')", java: 'socket.connect(new InetSocketAddress("127.0.0.1", port));' },
  '8.s2': { node: "spawn('x', [])", python: 'threading.Thread(daemon=True)' },
  '11.s1': { python: 'logging.StreamHandler()', ruby: 'Logger.new($stdout)', php: "new StreamHandler('php://stderr');", node: "read('a.log')" },
  '12.s3': { node: "app.get('/admin/reset', requireAuth, wipe); app.get('/evaluation', x)", python: '@login_required\n@app.route("/migrate")' },
}

/** What would be found, were it code. */
const quoted: Lines = {
  node: 'const help = `server.listen(3000)`', python: "help = 'app.run(port=5000)'", ruby: "help = 'TCPServer.new(4567)'", java: 'String help = "new InetSocketAddress(8080)";', go: 'help := `http.ListenAndServe(":8080", nil)`',
  php: '$help = \'stream_socket_server("tcp://0.0.0.0:8000")\';', scala: 'val help = """Http().newServerAt("0.0.0.0", 8080)"""',
}

const rows = (table: Readonly<Record<string, Lines>>) => Object.entries(table).flatMap(([check, lines]) => (Object.entries(lines) as [FactorLanguage, string][]).map(([language, line]) => [check, language, line] as const))

describe('TH3 what a pattern of code means is found where it stands, in each language', () => {
  it.each(rows(foundInCode))('%s in %s: %s', (check, language, line) => {
    const { code, comment } = codeIn(language, line)
    expect(found(check, language, code)[0]).toMatch(new RegExp(`^${check.replace('.', '\\.')} ${ending[language].replaceAll('.', '\\.')}:[23]$`))
    expect(found(check, language, comment), 'in a comment').toEqual([])
  })

  it.each(rows(foundNowhere))('not %s in %s: %s', (check, language, line) => {
    expect(found(check, language, codeIn(language, line).code)).toEqual([])
  })

  it.each(Object.entries(quoted) as [FactorLanguage, string][])('code in a string is no code, in %s', (language, line) => {
    expect(found('7.s2', language, codeIn(language, line).code)).toEqual([])
  })
})

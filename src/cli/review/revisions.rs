//! The two states of a review: where the branch began, and what it is now.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::files;
use crate::cli::exit::Problem;
use crate::cli::shared::{Shared, print_note};
use crate::git::{Commit, GitError, Repository, TreeDisk, WorkTree};
use crate::source::disk::{Disk, clean};

/// The branch that a clone calls the default branch of `origin`.
const DEFAULT_BRANCH: &str = "refs/remotes/origin/HEAD";

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
        let base_commit = repository.merge_base(&target, &tip).map_err(|error| failed(&error))?;
        let base_commit = base_commit.ok_or_else(|| no_merge_base(&repository, base, head))?;
        let tree = |commit: &Commit| TreeDisk::new(Arc::clone(&repository), commit.clone(), commit.short());
        let note: fn(&str) = if shared.quiet { |_| {} } else { print_note };
        let (before, after): (Box<dyn Disk>, Box<dyn Disk>) = match head {
            // Nothing is read but what the commits have: the work tree may be of another branch.
            Some(_) => (Box::new(tree(&base_commit)), Box::new(tree(&tip).with_plain_names())),
            None => {
                let before = tree(&base_commit).with_work_tree(note);
                (Box::new(before), Box::new(WorkTree::new(Arc::clone(&repository))))
            }
        };
        let base_alone = Box::new(tree(&base_commit));
        let head_commit = head.map(|_| tip.clone());
        Ok(Self { repository, base_commit, head_commit, tip, base: before, base_alone, head: after })
    }

    /// The commit to review; `None` for the work tree.
    pub fn head_hash(&self) -> Option<String> {
        self.head_commit.as_ref().map(|commit| commit.hash.clone())
    }

    /// The files before the branch and after it that may be policies or baselines. Files without a content of their
    /// own are left out if the branch does not change that.
    pub fn files(&self, shared: &Shared) -> Result<(Vec<PathBuf>, Vec<PathBuf>), Problem> {
        let (before, after) = (self.listed(&self.base_commit)?, self.listed(&self.tip)?);
        let (mut base, mut head) = match &self.head_commit {
            Some(_) => files::of_commits(&before, &after),
            None => {
                let head = files::of_work_tree(&self.repository.root, &before, &after, shared)?;
                (files::candidates(&before), head)
            }
        };
        let links = files::same_links(&before, &after);
        let is_kept = |path: &PathBuf| links.get(path).is_none_or(|hash| !self.leads_as_before(path, hash));
        base.retain(is_kept);
        head.retain(is_kept);
        Ok((base, head))
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

    fn listed(&self, commit: &Commit) -> Result<Vec<crate::git::File>, Problem> {
        let files = self.repository.files(commit);
        files.map_err(|error| Problem::new(format!("can't read commit `{}`: {}", commit.short(), error.reason())))
    }
}

fn commit(repository: &Repository, name: &str) -> Result<Commit, Problem> {
    let found = repository.commit(name).map_err(|error| failed(&error))?;
    found.ok_or_else(|| Problem::new(format!("git has no commit `{name}`")))
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
    Problem::new("git does not know the default branch of `origin`")
        .with_help("name the branch that this one will be merged into, such as `--base origin/main`")
}

fn no_merge_base(repository: &Repository, base: Option<&str>, head: Option<&str>) -> Problem {
    let (base, head) = (base.unwrap_or("origin's default branch"), head.unwrap_or("HEAD"));
    let problem = Problem::new(format!("`{head}` and `{base}` have no commit in common"));
    match repository.is_shallow() {
        true => problem.with_help(
            "this clone has only a part of the history: `git fetch --unshallow`, or `fetch-depth: 0` for actions/checkout",
        ),
        false => problem,
    }
}

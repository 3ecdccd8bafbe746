//! What jamb reads from git: files as they were at a revision, and how a branch came from another one.
//!
//! A repository may come from somebody whose code must not run here, so only commands that read objects are used.
//! None of them looks at the work tree, so none runs a filter, a hook or a file system monitor, and none shows a
//! difference, so none runs a program to do so. What is in the work tree is read as files.
//!
//! This is a door, like the command line: it starts processes.

mod command;
mod objects;
mod paths;
mod repository;
mod revisions;
mod tree;
mod tree_disk;
mod work_tree;

pub use command::{GitError, Hash};
pub use repository::{Commit, Repository, Staged};
pub use revisions::{Named, RevisionDisk, is_at_revision};
pub use tree::{File, FileKind};
pub use tree_disk::TreeDisk;
pub use work_tree::WorkTree;

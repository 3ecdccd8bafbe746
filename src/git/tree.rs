//! A tree of git: the names in one folder, and the objects that they stand for.

use std::path::PathBuf;

use super::command::Hash;

/// A name in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The name, in the bytes that git stores.
    pub name: Vec<u8>,
    /// What it is.
    pub kind: EntryKind,
    /// The object.
    pub hash: Hash,
}

/// What a name in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A folder.
    Folder,
    /// A file, a link, or another repository.
    File(FileKind),
}

/// What a file of a commit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file.
    Plain,
    /// A symbolic link.
    Link,
    /// A commit of another repository: a submodule.
    Submodule,
}

/// A file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path from the root of the repository.
    pub path: PathBuf,
    /// What it is.
    pub kind: FileKind,
    /// The object.
    pub hash: Hash,
}

/// Reads a tree: for each entry `MODE NAME\0` and the bytes of a hash, which are as many as the tree's own hash has.
/// Returns what can be read.
pub fn read(bytes: &[u8], hash_bytes: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while let Some((entry, after)) = next(rest, hash_bytes) {
        // git writes no such names, but others can, and they would lead out of the repository.
        let is_step = entry.name.contains(&b'/') || matches!(entry.name.as_slice(), b"" | b"." | b"..");
        entries.extend((!is_step).then_some(entry));
        rest = after;
    }
    entries
}

fn next(bytes: &[u8], hash_bytes: usize) -> Option<(Entry, &[u8])> {
    let blank = bytes.iter().position(|byte| *byte == b' ')?;
    let (mode, rest) = bytes.split_at_checked(blank)?;
    let rest = rest.get(1..)?;
    let (name, rest) = rest.split_at_checked(rest.iter().position(|byte| *byte == 0)?)?;
    let (hash, rest) = rest.get(1..)?.split_at_checked(hash_bytes)?;
    let kind = match mode {
        b"40000" | b"040000" => EntryKind::Folder,
        b"120000" => EntryKind::File(FileKind::Link),
        b"160000" => EntryKind::File(FileKind::Submodule),
        _ => EntryKind::File(FileKind::Plain),
    };
    let hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Some((Entry { name: name.to_vec(), kind, hash }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_read_entry_by_entry() {
        let mut bytes = b"100644 a b.pl\0".to_vec();
        bytes.extend([0xab; 20]);
        bytes.extend(b"40000 folder\0");
        bytes.extend([1; 20]);
        bytes.extend(b"120000 link\0short");
        let entries = read(&bytes, 20);
        let seen: Vec<_> = entries.iter().map(|entry| (entry.name.as_slice(), entry.kind)).collect();
        assert_eq!(seen, [(&b"a b.pl"[..], EntryKind::File(FileKind::Plain)), (&b"folder"[..], EntryKind::Folder)]);
        assert_eq!(entries[0].hash, "ab".repeat(20));
    }
}

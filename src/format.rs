//! The formatter: it gives every policy the same layout. `docs/layout.md` shows it by example.
//!
//! The tree says what is printed, the source says how each word is written, and `comments` says which
//! comments are around it. `print` makes a `doc` from each item, and `page` lays it out, on one line if it
//! fits.

mod doc;
mod comments;
mod writer;
mod values;
mod conditions;
mod print;
mod page;

pub use doc::WIDTH;

use crate::source::Source;
use crate::syntax::tree;
use comments::Gap;
use page::Page;
use writer::Writer;

/// The formatted text of a file. The file must not have syntax errors.
pub fn format(source: &Source, file: &tree::File) -> String {
    let mut writer = Writer::new(source, &file.comments);
    let mut page = Page::new(source);
    let mut after_block = false;
    for item in &file.items {
        let gap = writer.gap();
        print::item(&mut writer, item);
        let is_block = holds_block(item) && !writer.fits(WIDTH);
        page.gap(&set_apart(gap, after_block, is_block));
        page.write(&writer.finish());
        after_block = is_block;
    }
    page.gap(&set_apart(writer.gap(), after_block, false));
    page.finish()
}

fn holds_block(item: &tree::Item) -> bool {
    match item.kind {
        tree::ItemKind::Rule(_) | tree::ItemKind::Tool(_) | tree::ItemKind::Guard(_) | tree::ItemKind::Test(_) => true,
        tree::ItemKind::Default(_)
        | tree::ItemKind::Catalog(_)
        | tree::ItemKind::Include(_)
        | tree::ItemKind::Let(_)
        | tree::ItemKind::Rate(_)
        | tree::ItemKind::Hide(_)
        | tree::ItemKind::Deny(_)
        | tree::ItemKind::Allow(_)
        | tree::ItemKind::Limit(_)
        | tree::ItemKind::Assert(_) => false,
    }
}

/// A block of several lines has a blank line on both sides. The comments directly above it belong to it.
fn set_apart(mut gap: Gap, after_block: bool, before_block: bool) -> Gap {
    let is_apart = gap.blank || gap.comments.iter().any(|comment| comment.blank);
    if after_block || before_block && !is_apart {
        match gap.comments.first_mut() {
            Some(first) => first.blank = true,
            None => gap.blank = true,
        }
    }
    gap
}

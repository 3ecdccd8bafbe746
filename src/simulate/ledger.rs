//! The part of a replay that must run in order: numbers the lines, and has their calls decided and recorded. One
//! thread at a time does this, with the blocks in trace order.

use std::io::{self, Write};

use super::details::{Lines, Position};
use super::input::{Options, Sides};
use super::judge::{Begins, Judged, Read, Work};
use super::known::Known;
use super::outcome::{Failure, Outcome};
use super::record::Record;
use crate::engine::Account;
use crate::trace::Names;

/// How many lines are looked up before they are counted.
const BATCH: usize = 512;

/// The ledger of one replay.
pub struct Ledger<'l> {
    record: Record<'l>,
    /// The accounts of a batch; kept to reuse the memory.
    accounts: Vec<Account>,
    /// How many lines were recorded since the counters were last tidied.
    batched: usize,
    /// The trace was found in a directory.
    is_beside: bool,
    /// The format of the trace, by the name for `--from`.
    format: Option<&'static str>,
    next_line: u64,
    offset: u64,
}

impl<'l> Ledger<'l> {
    /// An empty ledger. Decisions are written as they are made, if there is an output for them.
    /// They are kept if they may still change.
    pub fn new(
        sides: Sides<'l>,
        names: &'l Names,
        options: &Options,
        known: &Known,
        decisions: Option<(&'l mut (dyn Write + Send), bool)>,
    ) -> Self {
        Self {
            record: Record::new(sides, names, options, known, decisions),
            accounts: Vec::new(),
            batched: 0,
            is_beside: false,
            format: None,
            next_line: 1,
            offset: 0,
        }
    }

    /// Records the next piece of work.
    pub fn post(&mut self, work: &Work) {
        if self.record.is_closed {
            return;
        }
        if let Some(begins) = &work.begins {
            self.begin(begins);
        }
        let text = work.block.text();
        let (mut lines, mut read) = (&*work.lines, &*work.read);
        while !lines.is_empty() {
            let count = (BATCH - self.batched).min(lines.len()).min(read.len());
            let ((batch, more), (batch_read, more_read)) = (lines.split_at(count), read.split_at(count));
            self.batch((batch, batch_read), text);
            (lines, read) = (more, more_read);
        }
        self.next_line += work.line_count;
        self.offset += text.len() as u64;
        for (found, judgements) in work.found.iter().zip(&work.calls) {
            self.record.found(found, judgements.as_ref());
            self.tidy_behind(1);
        }
        if let Some(error) = &work.failure {
            let failure = Failure::new(&self.record.trace, self.is_beside, error);
            self.record.fails(failure, self.format);
        }
        self.record.flush();
    }

    /// Why writing failed, if it did.
    pub fn take_failure(&mut self) -> Option<io::Error> {
        self.record.failure.take()
    }

    /// Whether the replay stops here: `--strict` found an unreadable line, or writing failed.
    pub fn is_closed(&self) -> bool {
        self.record.is_closed
    }

    /// What was found out about all calls.
    pub fn known(&self) -> Known {
        self.record.known()
    }

    /// Writes the decisions that were kept; `false` if there were too many of them.
    pub fn release(&mut self) -> io::Result<bool> {
        self.record.release()
    }

    /// The outcome, after everything is recorded.
    pub fn close(self) -> Outcome {
        self.record.close()
    }

    fn begin(&mut self, Begins { name, is_beside, format }: &Begins) {
        self.record.begin(name, *format);
        (self.is_beside, self.format) = (*is_beside, *format);
        (self.next_line, self.offset) = (1, 0);
    }

    /// Records lines of a block, after looking up the accounts of all of them.
    fn batch(&mut self, (judged, read): (&[Judged], &[Read]), block: &[u8]) {
        let Self { record, accounts, next_line, offset, .. } = self;
        let lines = Lines { text: block, start: Position { line: *next_line, offset: *offset } };
        accounts.clear();
        accounts.extend(judged.iter().zip(read).map(|(judged, read)| record.account(judged, read, lines)));
        for ((line, read), account) in judged.iter().zip(read).zip(accounts) {
            record.line((line, read), *account, lines);
        }
        self.tidy_behind(judged.len());
    }

    /// Tidies the counters after a fixed number of lines, not after each block: blocks are as long as a pipe
    /// makes them, and what the counters drop can affect late calls.
    fn tidy_behind(&mut self, lines: usize) {
        self.batched += lines;
        if self.batched >= BATCH {
            self.batched = 0;
            self.record.tidy();
        }
    }
}

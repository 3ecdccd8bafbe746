//! Writes decisions as JSON Lines while they are made. What lines have in common is rendered once.

mod moments;
mod tails;
mod text;

use std::io::{self, Write};

use serde_json::Value;

use self::moments::Moments;
use self::tails::Tails;
use self::text::{push_json, push_number, push_text};
use super::input::Policies;
use super::outcome::widened;
use super::seen::Seen;
use crate::engine::Decision;
use crate::trace::Expect;

/// How many bytes of decisions are kept until it is known that they are final.
const MOST_KEPT: usize = 64 * 1024 * 1024;

/// The output for decisions.
pub struct Decisions<'d> {
    out: &'d mut (dyn Write + Send),
    buffer: Vec<u8>,
    /// The decisions are kept until it is known that they are final.
    keeps: bool,
    /// There were more of them than are kept.
    is_full: bool,
    moments: Moments,
    /// The beginning of each line, with the trace's name.
    head: Vec<u8>,
    /// Those of each policy, and of the policy that it is compared with.
    tails: Vec<(Tails, Option<Tails>)>,
}

impl<'d> Decisions<'d> {
    /// The output for the decisions of these policies. `keeps` says that they may still change.
    pub fn new(out: &'d mut (dyn Write + Send), policies: &[Policies<'_>], keeps: bool) -> Self {
        let tails = policies.iter().map(|policies| (Tails::of_new(policies), policies.old.map(Tails::of_old)));
        let tails = tails.collect();
        let (buffer, head) = (Vec::new(), Vec::new());
        Self { out, buffer, keeps, is_full: false, moments: Moments::default(), head, tails }
    }

    /// The following decisions belong to this trace.
    pub fn begin(&mut self, trace: &str) {
        self.head = format!("{{\"trace\":{},\"line\":", Value::from(trace)).into_bytes();
    }

    /// Writes the decision on one call by the policy with this number.
    pub fn write(&mut self, policy: usize, seen: &Seen<'_>, decision: Decision, old: Option<Decision>) {
        if self.is_full {
            return;
        }
        let Self { buffer, moments, head, tails, .. } = self;
        buffer.extend_from_slice(head);
        push_number(buffer, seen.line);
        match seen.recorded_time() {
            Some(time) => {
                buffer.extend_from_slice(b",\"ts\":");
                moments.push(buffer, time);
            }
            None => buffer.extend_from_slice(b",\"ts\":null"),
        }
        match &seen.server {
            Some(server) => {
                buffer.extend_from_slice(b",\"server\":");
                push_text(buffer, server);
                buffer.extend_from_slice(b",\"grant\":");
            }
            None => buffer.extend_from_slice(b",\"server\":null,\"grant\":"),
        }
        push_text(buffer, &seen.grant);
        buffer.extend_from_slice(b",\"session\":");
        push_json(buffer, seen.session.unwrap_or(b"null"));
        buffer.extend_from_slice(b",\"tool\":");
        push_text(buffer, &seen.tool);
        let tails = tails.get(policy);
        if let Some((of_new, _)) = tails {
            buffer.extend_from_slice(of_new.of(decision));
        }
        buffer.extend_from_slice(match seen.expect {
            Some(Expect::Allow) => b",\"expect\":\"allow\"",
            Some(Expect::Deny) => b",\"expect\":\"deny\"",
            None => b",\"expect\":null",
        });
        if let Some(id) = seen.id {
            buffer.extend_from_slice(b",\"id\":");
            push_json(buffer, id);
        }
        if let (Some(old), Some((_, Some(tails)))) = (old, tails) {
            buffer.extend_from_slice(tails.of(old));
            buffer.extend_from_slice(match widened(old, decision) {
                Some(true) => b",\"change\":\"widened\"",
                Some(false) => b",\"change\":\"narrowed\"",
                None => b",\"change\":null",
            });
        }
        buffer.extend_from_slice(b"}\n");
    }

    /// Writes out the buffer, unless the decisions are kept.
    pub fn flush(&mut self) -> io::Result<()> {
        if self.keeps {
            if self.buffer.len() > MOST_KEPT {
                self.buffer = Vec::new();
                self.is_full = true;
            }
            return Ok(());
        }
        let written = self.out.write_all(&self.buffer).and_then(|()| self.out.flush());
        self.buffer.clear();
        written
    }

    /// Writes the decisions that were kept, if there is room for all of them.
    pub fn release(&mut self) -> io::Result<bool> {
        if self.is_full {
            return Ok(false);
        }
        self.keeps = false;
        self.flush().map(|()| true)
    }
}

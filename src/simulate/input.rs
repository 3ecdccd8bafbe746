//! The input of a replay: policies, traces, and options.

use std::io::{self, Read};

use crate::engine::Engine;
use crate::source::Sources;
use crate::trace;
use crate::vocab::Marks;

/// The policies of a replay.
#[derive(Debug, Clone, Copy)]
pub struct Policies<'p> {
    /// The policy that decides.
    pub new: &'p Engine,
    /// The policy to compare with.
    pub old: Option<&'p Engine>,
    /// The files of both.
    pub sources: &'p Sources,
}

/// Which policy decides a call.
#[derive(Debug, Clone, Copy)]
pub enum Sides<'p> {
    /// The same for all calls.
    One(&'p Policies<'p>),
    /// The one of the call's server: as many as there are servers in the options, in the same order.
    ByServer(&'p [Policies<'p>]),
}

impl<'p> Sides<'p> {
    /// All policies.
    pub fn all(self) -> &'p [Policies<'p>] {
        match self {
            Sides::One(policies) => std::slice::from_ref(policies),
            Sides::ByServer(each) => each,
        }
    }
}

/// A trace to be replayed.
pub struct Trace {
    /// Its name, for messages.
    pub name: String,
    /// It was found in a directory, so that it need not be a trace.
    pub is_beside: bool,
    /// Its content, or why it can't be opened.
    pub input: io::Result<Box<dyn Read + Send>>,
}

/// Opens the traces: the one with this number, counted from 0, or `None` if there are no more. A replay may read
/// them more than once.
pub type Open<'o> = dyn Fn(usize) -> Option<Trace> + Sync + 'o;

/// How to replay.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// How traces are read.
    pub read: trace::Options,
    /// Calls without a time are made at the time of the call before them.
    pub untimed_now: bool,
    /// The marks of values that a log cut or removed.
    pub marks: Marks,
    /// Stop at the first line that can't be read.
    pub strict: bool,
    /// How many threads to use, at least one.
    pub threads: usize,
    /// Count calls, so that limits can be suggested.
    pub suggest_limits: bool,
    /// Count calls by time and by grant, for a page.
    pub overview: bool,
}

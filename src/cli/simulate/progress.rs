//! Progress of a long replay: a bar on standard error, only on a terminal, and only after a second.

use std::io::{self, IsTerminal, Read};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::shared::{Shared, is_dumb};
use crate::cli::traces::Named;
use crate::simulate::Trace;

/// A replay that takes less time than this shows no bar.
const DELAY: Duration = Duration::from_secs(1);

/// The progress of a replay.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    is_shown: bool,
}

impl Progress {
    /// A bar for these traces; the size of files is known, that of standard input is not. `prints` says that results
    /// are printed during the replay: on a terminal, they would break the bar.
    pub fn new(traces: &[Named], prints: bool, shared: &Shared) -> Self {
        let size = |named: &Named| {
            let path = named.path.as_ref()?;
            std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|file| file.len())
        };
        let total: Option<u64> = traces.iter().map(size).sum();
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        // The bar is shorter if the terminal is narrow: a line that is too long would wrap, and never be cleared.
        let template = match total {
            Some(_) => "  {wide_bar} {percent:>3} %  {bytes} of {total_bytes}  {bytes_per_sec}  {eta} left",
            None => "  {spinner} {bytes}  {bytes_per_sec}",
        };
        // The template is a constant, so it is valid.
        bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
        let is_broken = prints && io::stdout().is_terminal();
        let is_shown = !shared.quiet && io::stderr().is_terminal() && !is_dumb() && !is_broken;
        Self { bar, started: Instant::now(), is_shown }
    }

    /// The same trace; the bar moves as it is read.
    pub fn counted(&self, trace: Trace) -> Trace {
        if !self.is_shown {
            return trace;
        }
        let counted = |input| Box::new(Counted { input, bar: self.bar.clone(), started: self.started });
        Trace { input: trace.input.map(|input| counted(input) as Box<dyn Read + Send>), ..trace }
    }

    /// Removes the bar.
    pub fn end(&self) {
        self.bar.finish_and_clear();
    }
}

struct Counted {
    input: Box<dyn Read + Send>,
    bar: ProgressBar,
    started: Instant,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        if self.bar.is_hidden() && self.started.elapsed() > DELAY {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(read as u64);
        Ok(read)
    }
}

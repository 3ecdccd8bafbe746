//! Times several things in turns, so that a temporarily slow machine slows down all of them.

use std::fs;
use std::time::{Duration, Instant};

/// How often each is run.
const ROUNDS: usize = 5;

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// Wall-clock time.
    Wall,
    #[allow(dead_code, reason = "of a process it says nothing")]
    /// The CPU time of this thread, which is more reliable on a busy machine. Linux only.
    Core,
}

struct Entry<'r> {
    name: &'static str,
    /// What to do before each run, outside the measured time.
    prepare: Box<dyn FnMut() + 'r>,
    run: Box<dyn FnMut() + 'r>,
    times: Vec<Duration>,
}

/// The things to compare.
#[derive(Default)]
pub struct Race<'r> {
    entries: Vec<Entry<'r>>,
}

/// The median time of each.
pub struct Medians(Vec<(&'static str, Duration)>);

impl<'r> Race<'r> {
    /// Adds a thing to run, and its name.
    pub fn enter(&mut self, name: &'static str, run: impl FnMut() + 'r) {
        self.enter_prepared(name, || (), run);
    }

    /// The same, with something to do before each run.
    pub fn enter_prepared(&mut self, name: &'static str, prepare: impl FnMut() + 'r, run: impl FnMut() + 'r) {
        self.entries.push(Entry { name, prepare: Box::new(prepare), run: Box::new(run), times: Vec::new() });
    }

    /// Runs all of them, round by round, after a warm-up round.
    pub fn run(mut self, clock: Clock) -> Medians {
        for round in 0..=ROUNDS {
            for Entry { prepare, run, times, .. } in &mut self.entries {
                prepare();
                let time = clock.time(run);
                if round > 0 {
                    times.push(time);
                }
            }
        }
        let median = |mut times: Vec<Duration>| {
            times.sort_unstable();
            times[ROUNDS / 2]
        };
        Medians(self.entries.into_iter().map(|entry| (entry.name, median(entry.times))).collect())
    }
}

impl Clock {
    fn time(self, run: &mut dyn FnMut()) -> Duration {
        match self {
            Clock::Wall => {
                let start = Instant::now();
                run();
                start.elapsed()
            }
            Clock::Core => {
                let start = on_core();
                run();
                on_core() - start
            }
        }
    }
}

fn on_core() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux");
    let nanos = text.split_whitespace().next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanos.expect("nanoseconds"))
}

impl Medians {
    /// Prints nanoseconds per call.
    #[allow(dead_code, reason = "each benchmark prints in its own unit")]
    pub fn print(&self, calls: u64) {
        println!("{:<46}{:>12}", "", "ns per call");
        for (name, time) in &self.0 {
            println!("{name:<46}{:>12.0}", time.as_nanos() as f64 / calls as f64);
        }
    }

    /// Prints milliseconds per run.
    #[allow(dead_code, reason = "each benchmark prints in its own unit")]
    pub fn print_milliseconds(&self) {
        println!("{:<46}{:>12}", "", "ms per run");
        for (name, _) in &self.0 {
            println!("{name:<46}{:>12.1}", self.milliseconds(name));
        }
    }

    /// The median time of one, in milliseconds.
    #[allow(dead_code, reason = "each benchmark prints in its own unit")]
    pub fn milliseconds(&self, name: &str) -> f64 {
        self.time(name) * 1_000.0
    }

    /// The ratio of two times.
    pub fn ratio(&self, one: &str, other: &str) -> f64 {
        self.time(one) / self.time(other)
    }

    fn time(&self, name: &str) -> f64 {
        let found = self.0.iter().find(|(entry, _)| *entry == name);
        found.unwrap_or_else(|| panic!("`{name}` is not in the race")).1.as_secs_f64()
    }
}

/// Prints a figure with its goal.
pub fn print_goal(name: &str, goal: &str, figure: &str, is_met: bool) {
    println!("{name:<46}{goal:>12}{figure:>12}{}", if is_met { "" } else { "  missed" });
}

//! What the same conditions cost on the same trace in other engines: each reads a line, passes on the arguments, and
//! decides. None of them counts calls for limits; jamb does.

#[path = "../../parts/generated.rs"]
mod generated;
#[path = "../../parts/kinds.rs"]
mod kinds;
// Parts of these two are only for the other benchmark.
#[allow(dead_code)]
#[path = "../../parts/lines.rs"]
mod lines;
#[allow(dead_code)]
#[path = "../../parts/race.rs"]
mod race;
#[path = "../../parts/subject.rs"]
mod subject;

mod cedar;
mod common_expression;
mod policy;
mod rego;

use std::cell::Cell;
use std::fs::File;
use std::io::BufWriter;

use generated::Shape;
use race::{Clock, Race};

use self::cedar::Cedar;
use self::common_expression::CommonExpression;
use self::rego::Rego;
use self::subject::Subject;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const SHAPE: Shape = Shape { tools: 40, grants: 200, calls: 100_000 };

fn main() {
    let clock = if std::env::args().any(|argument| argument == "--core") { Clock::Core } else { Clock::Wall };
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("trace.jsonl");
    generated::write_trace(SHAPE, &mut BufWriter::new(File::create(&trace).expect("a trace"))).expect("a trace");

    let with_limits = generated::policy(SHAPE);
    let is_limit = |line: &&str| line.trim_start().starts_with("limit ");
    let without: String = with_limits.lines().filter(|line| !is_limit(line)).map(|line| format!("{line}\n")).collect();
    let (limited, plain) = (Subject::new(&with_limits), Subject::new(&without));
    let tools = policy::tools(&subject::compiled(&without).0);
    let (mut rego, cel, cedar) = (Rego::new(&tools), CommonExpression::new(&tools), Cedar::new(&tools));

    let goal = plain.replay_file(&trace, 1, None).summary.decided.allowed;
    let allowed = [Cell::new(0), Cell::new(0), Cell::new(0)];
    let counted = |count: &Cell<u64>, allows: &mut dyn FnMut(&[u8]) -> bool| {
        count.set(0);
        lines::for_each(&trace, |line| count.set(count.get() + u64::from(allows(line))));
    };
    let mut race = Race::default();
    race.enter("jamb simulate, one thread, limits included", || drop(limited.replay_file(&trace, 1, None)));
    race.enter("jamb simulate, one thread, without limits", || drop(plain.replay_file(&trace, 1, None)));
    race.enter("serde_json, each line into a Value", || lines::serde_json(&trace));
    race.enter("CEL (cel)", || counted(&allowed[0], &mut |line| cel.allows(line)));
    race.enter("Rego (regorus)", || counted(&allowed[1], &mut |line| rego.allows(line)));
    race.enter("Cedar (cedar-policy)", || counted(&allowed[2], &mut |line| cedar.allows(line)));
    let medians = race.run(clock);
    println!("{} calls; one thread; medians of five", SHAPE.calls);
    medians.print(SHAPE.calls);
    for (name, allowed) in ["CEL", "Rego", "Cedar"].into_iter().zip(&allowed) {
        assert_eq!(allowed.get(), goal, "{name} allows other calls than jamb");
    }
    println!("All of them allow the same {goal} calls.");
}

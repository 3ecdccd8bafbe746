//! The verbs in names of tools, by what they do.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::vocab::Category;

/// How clearly a word is a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    /// Always a verb: `delete`.
    Verb,
    /// A verb or a noun, depending on its position: `order`, `comment`, `run`.
    Both,
}

/// What some words do, how clearly they are verbs, and the words, with similar ones on a line.
type Row = (Category, Sense, &'static [&'static str]);

const VERBS: &[Row] = &[
    (
        Category::Read,
        Sense::Verb,
        &[
            "get gets list search read find fetch retrieve obtain lookup query",
            "describe show reveal inspect examine explain browse preview peek see poll explore discover observe",
            "check validate verify lint diagnose compare diff evaluate assess determine",
            "calculate compute count enumerate filter classify identify detect predict analyze analyse",
            "summarize summarise interpret translate recommend suggest pick choose",
            "parse decode encode extract tokenize geocode transcribe decompile disassemble",
            "scrape crawl collect gather investigate consult ask learn understand know",
            "ping echo whoami screenshot grep ls cat stat glob tail wait sleep think simulate tell greet hello",
            "proofread paraphrase spellcheck rerank listen hget hgetall lrange smembers mget",
            "autocomplete paginate visualize visualise provide subtract multiply divide roll resolve",
            "consultar buscar obtener listar",
        ],
    ),
    // Really nouns, but often used as verbs.
    (
        Category::Read,
        Sense::Both,
        &[
            "status healthcheck info information details detail tree schema schemas stats statistics logs log history summary",
            "overview metadata snapshot size version versions health insights insight output outputs results result",
            "docs documentation guide guidelines instructions help tip tips tutor helper advisor",
            "pricing price prices balance usage metrics quote quotes indexes indices keys values fields types",
            "categories contents spec specs tables data events news feed trends trending ranking rankings leaderboard",
            "transactions comments messages users issues projects members weather forecast time date catalog",
            "plan test debug top head sample audit trace graph map profile review view capture scan measure report",
            "display hash sum select match monitor load estimate watch access study answer return hover scroll",
            "print download export convert thinking evaluation analysis blame dump ocr encrypt decrypt normalize minify",
            "whois prettify plot chart score rank sort exists",
        ],
    ),
    (
        Category::Write,
        Sense::Verb,
        &[
            "create update add write edit modify change set put patch insert upsert replace append prepend save",
            "rename move copy duplicate clone import merge split combine swap inject embed attach detach unlink",
            "assign unassign reassign allocate invite enroll enlist grant approve reject accept decline confirm dismiss",
            "acknowledge submit upload push pull publish send reply respond react convey forward notify annotate",
            "enable disable activate deactivate toggle switch configure customize customise setup initialize initialise",
            "init register provision recreate rebuild refresh renew extend restore scaffold refine transform",
            "archive unarchive mute unmute follow unfollow subscribe unsubscribe unstar unpin unlock protect unprotect",
            "unblock ban unban kick suspend unsuspend unhide unlike unshare unresolve upvote downvote retweet snooze",
            "schedule reschedule transition promote demote escalate complete finalize finalise void cancel revert rollback",
            "redeem enter deny populate unread undo redo resume pause stop reopen start begin proceed solve mark bump stage unstage remember",
            "apply sync synchronize migrate ingest seed increment decrement increase decrease reduce adjust",
            "reorder reprioritize resize rotate crop trim blur compress concat zip unzip",
            "mkdir mv cp chmod chown connect disconnect reconnect login logon logout checkin authenticate authorize",
            "broadcast announce remind rsvp triage shorten mount unmount squash rebase stash propose skip reindex vacuum",
            "optimize optimise invalidate expire impersonate moderate cordon drain hset hmset lpush rpush sadd zadd incr decr",
            "fill equip sign arm disarm shutdown emulate crear enviar actualizar",
        ],
    ),
    (
        Category::Write,
        Sense::Both,
        &[
            "post comment message email mail mention tweet note vote like alert manage handle",
            "tag label fork star pin lock share link track index branch bookmark favorite title highlight focus",
            "request reserve order book rate record release store draft type block place queue touch cache hide",
            "build make draw render format design compose backup reset upgrade downgrade scale open close join leave",
            "fly jump dig play commit checkout mutation interaction generator claim bridge warm control enrich",
        ],
    ),
    (
        Category::Execute,
        Sense::Verb,
        &[
            "run rerun replay execute exec eval invoke trigger launch spawn dispatch retry perform orchestrate delegate",
            "dial bruteforce benchmark interrupt deploy redeploy install reinstall compile reboot restart reload generate regenerate sudo",
            "click press navigate drag tap swipe",
        ],
    ),
    (
        Category::Execute,
        Sense::Both,
        &[
            "call shell bash command cmd terminal powershell ssh curl script process job pipeline automate exploit",
            "aggregate sql prompt completion completions chat bot attack fuzz crack nmap nikto sqlmap gobuster",
        ],
    ),
    (
        Category::Destructive,
        Sense::Verb,
        &[
            "delete del remove rm rmdir drop destroy purge wipe truncate erase clear prune cleanup flush trash discard",
            "uninstall terminate kill revoke expunge evict shred obliterate overwrite deprovision unregister deregister",
            "eliminar borrar",
        ],
    ),
    (Category::Destructive, Sense::Both, &["empty nuke clean flushdb flushall"]),
    (
        Category::Financial,
        Sense::Verb,
        &[
            "pay refund purchase buy sell withdraw payout reimburse donate repay prepay borrow liquidate unstake airdrop zap",
        ],
    ),
    (
        Category::Financial,
        Sense::Both,
        &["charge transfer payment trade bid stake lend topup invest deposit wire mint"],
    ),
];

/// What a word does. If a word is in two rows, the first one counts.
pub(super) fn of(word: &str) -> Option<(Category, Sense)> {
    static BY_WORD: LazyLock<HashMap<&str, (Category, Sense)>> = LazyLock::new(|| {
        let words = |row: &'static Row| row.2.iter().flat_map(|line| line.split_ascii_whitespace());
        // In reverse, so that the first row of a word is the one that stays.
        VERBS.iter().rev().flat_map(|row| words(row).map(|word| (word, (row.0, row.1)))).collect()
    });
    BY_WORD.get(word).copied()
}

/// What a word does that may be inflected: `deletes`, `deleting`, `deleted`.
pub(super) fn of_bent(word: &str) -> Option<(Category, Sense)> {
    let verb = |word: &str| of(word).filter(|(_, sense)| *sense == Sense::Verb);
    verb(word).or_else(|| stems(word).find_map(|stem| verb(&stem))).or_else(|| of(word))
}

/// What a doer does: `getter` gets.
pub(super) fn of_doer(word: &str) -> Option<(Category, Sense)> {
    let stem = word.strip_suffix("er").or_else(|| word.strip_suffix("or")).filter(|stem| stem.len() > 3)?;
    let stems = [Some(stem.to_owned()), Some(format!("{stem}e")), without_double(stem)];
    stems.into_iter().flatten().find_map(|stem| of(&stem))
}

fn stems(word: &str) -> impl Iterator<Item = String> {
    const ENDINGS: &[(&str, &str)] =
        &[("s", ""), ("es", ""), ("ies", "y"), ("ing", ""), ("ing", "e"), ("ed", ""), ("d", "")];
    let bent = ENDINGS.iter().filter_map(|(ending, with)| {
        word.strip_suffix(ending).filter(|stem| stem.len() > 1).map(|stem| format!("{stem}{with}"))
    });
    let doubled = ["ing", "ed"].into_iter().filter_map(|ending| without_double(word.strip_suffix(ending)?));
    bent.chain(doubled)
}

/// `runn` is `run`.
fn without_double(stem: &str) -> Option<String> {
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next()?, letters.next()?);
    (last == before).then(|| stem.strip_suffix(last).unwrap_or_default().to_owned())
}

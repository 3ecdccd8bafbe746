//! Nouns that change the meaning of a verb: what is money, what ends a read, which argument is code.

/// Whether a word is money, or something that moves it.
pub(super) fn is_money(word: &str) -> bool {
    has(MONEY, word)
}

const MONEY: &str = "payment payments refund refunds charge charges payout payouts invoice invoices checkout money funds \
    fund transfer transfers withdrawal withdrawals deposit deposits purchase purchases billing bill bills crypto \
    cryptocurrency eth btc sol sui usdc usdt bitcoin ether tokens nft nfts coins subscription subscriptions trade trades \
    dispute disputes wire remittance loan loans credit debit ach sepa donation escrow swap";

/// Whether a word is money and nothing else.
pub(super) fn is_plainly_money(word: &str) -> bool {
    has("payment payments refund refunds payout payouts invoice invoices", word)
}

/// Whether a word next to one for money shows that no money is involved: the subscription to a topic.
pub(super) fn is_no_money(word: &str) -> bool {
    has(NO_MONEY, word)
}

const NO_MONEY: &str = "notification notifications topic topics pubsub event events webhook webhooks newsletter channel \
    calendar template templates file files address method note notes label category metadata account accounts access \
    push mail email graphql mailing repository resource thread report customer customers product products \
    status contact contacts preferences";

/// Whether a word is something that is sent on a blockchain.
pub(super) fn is_chain(word: &str) -> bool {
    has(
        "transaction transactions transfer token tokens eth btc sol sui usdc usdt coin coins lamports wei nft raw",
        word,
    )
}

/// Whether a last word means that the tool only reads, whatever comes before it.
pub(super) fn ends_a_look(word: &str) -> bool {
    has(LOOKS, word)
}

const LOOKS: &str = "status info information details detail stats statistics history summary overview metadata schema \
    version health usage metrics logs insights preview results result docs documentation guide instructions help progress \
    report reports count counts list lists url urls types examples example";

/// Whether a word makes `run` a read: `run_funnel_query`, `run_report`.
pub(super) fn is_question(word: &str) -> bool {
    has(QUESTIONS, word)
}

const QUESTIONS: &str = "report reports funnel funnels retention frequency segmentation cohort analytics analysis search \
    realtime pivot insight insights forecast readonly oneoff stats statistics metrics";

/// Whether a word is a picture or text that `generate` returns and that nothing keeps.
pub(super) fn is_given_back(word: &str) -> bool {
    has(GIVEN_BACK, word)
}

const GIVEN_BACK: &str = "chart charts plot diagram map graph summary uuid uuids id ids guid hash password report reports \
    suggestions suggestion docs documentation ideas outline keywords embedding embeddings preview schema query sql names \
    name qr qrcode link url urls trace number numbers random insights recommendations palette mindmap plan types \
    analysis cloud timeline heatmap mnemonic wordlist thumbnail base64";

/// Whether a word is something that takes a large model to generate.
pub(super) fn is_made_at_cost(word: &str) -> bool {
    has(MADE_AT_COST, word)
}

const MADE_AT_COST: &str = "image images picture pictures photo photos illustration video videos clip audio music song \
    speech voice model models 3d asset assets animation avatar sprite texture";

/// Whether a word is something that is shown to another person.
pub(super) fn is_shown_to_others(word: &str) -> bool {
    has("notification toast popup alert banner", word)
}

/// Whether a word is code for a machine.
pub(super) fn is_program(word: &str) -> bool {
    has("script scripts code javascript js python ruby", word)
}

/// Whether a word is something that gets resolved.
pub(super) fn is_settled(word: &str) -> bool {
    has(
        "issue issues incident incidents alert alerts thread threads comment comments ticket tickets conflict conflicts \
         error errors case conversation discussion",
        word,
    )
}

/// Whether a word is about the progress of something that was started elsewhere: `deploy_status`.
pub(super) fn is_progress(word: &str) -> bool {
    has("status logs log history progress", word)
}

/// Whether a verb starts something that takes time.
pub(super) fn is_lengthy(word: &str) -> bool {
    has("deploy sync import run build backup restore migrate upgrade install trigger execute process upload", word)
}

/// Whether a word is a request to somebody else's server.
pub(super) fn is_request(word: &str) -> bool {
    has("http https rest api webhook", word)
}

/// Whether a word is something that changes other people's traffic.
pub(super) fn is_interception(word: &str) -> bool {
    has("interception interceptor interceptors intercept", word)
}

/// Whether a word is something held in a market.
pub(super) fn is_position(word: &str) -> bool {
    has("position positions trade trades", word)
}

/// Whether a word is something that a buyer has collected.
pub(super) fn is_basket(word: &str) -> bool {
    has("cart basket order", word)
}

/// Whether a word is an asset on a blockchain.
pub(super) fn is_asset(word: &str) -> bool {
    has("asset assets reward rewards", word) || is_chain(word)
}

/// Whether a word is a part of a picture or a recording that is removed from a copy.
pub(super) fn is_retouched(word: &str) -> bool {
    has("background backgrounds watermark watermarks noise silence", word)
}

/// Whether a word is what is ordered.
pub(super) fn is_order(word: &str) -> bool {
    has("order orders bet bid", word)
}

/// Whether a word is a database, which a query may change.
pub(super) fn is_database(word: &str) -> bool {
    has("database db sql mysql postgres postgresql sqlite", word)
}

/// Whether a word means that a whole infrastructure is applied, including what that deletes.
pub(super) fn is_infrastructure(word: &str) -> bool {
    has("tf terraform", word)
}

/// Whether a word is something that `reset` empties.
pub(super) fn is_store(word: &str) -> bool {
    has("database db data collection graph memory all everything store storage index history disk cluster", word)
}

/// Whether a word belongs to arithmetic, where `add` changes nothing.
pub(super) fn is_arithmetic(word: &str) -> bool {
    has(
        "add adds subtract multiply divide numbers number two sum integers values floats vectors vector matrix matrices math together",
        word,
    )
}

/// Whether a word is in a table, whose words are separated by single spaces.
pub(super) fn has(table: &str, word: &str) -> bool {
    table.as_bytes().split(|byte| *byte == b' ').any(|entry| entry == word.as_bytes())
}

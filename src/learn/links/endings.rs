//! What has a dot before a letter and may be no link: names of files, and sentences after a Chinese or Japanese full stop.

/// How a table of sites has such full stops.
pub const STOPS: &str = "\u{3002}";

/// Endings of files that are no top-level domain, so that no link can end with one. `.zip`, `.sh` and `.md` are domains.
const FILES: &[&str] = &[
    "aspx", "avi", "bak", "bmp", "cfg", "conf", "cpp", "css", "csv", "doc", "docx", "eml", "exe", "gif", "gz", "htm",
    "html", "ics", "ini", "ipynb", "jpeg", "jpg", "js", "json", "jsonl", "jsp", "jsx", "lock", "log", "mp3", "mp4",
    "odp", "ods", "odt", "parquet", "pdf", "php", "png", "ppt", "pptx", "rb", "rtf", "sql", "svg", "tar", "tex", "tgz",
    "tif", "tmp", "toml", "ts", "tsv", "tsx", "txt", "wav", "webp", "xls", "xlsx", "xml", "yaml", "yml",
];

/// The top-level domains in Chinese, Japanese and Korean letters, also those that have been given up.
pub const TOP_LEVEL: &[&str] = &[
    "一号店",
    "世界",
    "中信",
    "中国",
    "中國",
    "中文网",
    "亚马逊",
    "企业",
    "佛山",
    "信息",
    "健康",
    "八卦",
    "公司",
    "公益",
    "台湾",
    "台灣",
    "臺灣",
    "商城",
    "商店",
    "商标",
    "嘉里",
    "在线",
    "大众汽车",
    "大拿",
    "天主教",
    "娱乐",
    "家電",
    "家电",
    "工行",
    "广东",
    "微博",
    "慈善",
    "我爱你",
    "手机",
    "手表",
    "招聘",
    "政务",
    "政府",
    "新加坡",
    "新闻",
    "时尚",
    "書籍",
    "书籍",
    "机构",
    "淡马锡",
    "游戏",
    "澳門",
    "澳门",
    "点看",
    "珠宝",
    "电讯盈科",
    "移动",
    "組織",
    "组织",
    "網址",
    "網店",
    "網站",
    "網絡",
    "網路",
    "网址",
    "网店",
    "网站",
    "网络",
    "联通",
    "诺基亚",
    "谷歌",
    "購物",
    "购物",
    "通用电气",
    "通販",
    "通贩",
    "集团",
    "電訊盈科",
    "飞利浦",
    "食品",
    "餐厅",
    "香格里拉",
    "香港",
    "아마존",
    "한국",
    "닷넷",
    "닷컴",
    "삼성",
    "みんな",
    "アマゾン",
    "クラウド",
    "グーグル",
    "コム",
    "ストア",
    "セール",
    "ファッション",
    "ポイント",
];

/// How a table of sites has all files with an ending: `*.html`.
pub fn files(name: &str) -> Option<String> {
    let (_, ending) = name.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    FILES.contains(&&*ending).then(|| format!("*.{ending}"))
}

/// Whether a text has such a full stop before a letter of a script that has no blanks between sentences.
pub fn has_stops(text: &str) -> bool {
    let letters = text.chars().skip(1);
    text.chars().zip(letters).any(|(stop, letter)| matches!(stop, '\u{3002}' | '\u{ff61}') && is_eastern(letter))
}

/// Whether a letter is Chinese, Japanese or Korean.
fn is_eastern(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
        || matches!(letter, '\u{20000}'..='\u{2a6df}')
}

/// The ending of `*.html`.
pub fn of_files(site: &str) -> Option<&str> {
    site.strip_prefix("*.")
}

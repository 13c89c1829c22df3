import Console
import Terminal

/// What stands for an argument in help, as in `<file>`, in Japanese.
enum Placeholders {
    /// A usage line, or the name of an option or argument, with its placeholders in Japanese.
    static func japanese(_ text: String) -> String {
        words.reduce(text) { $0.replacing("<\($1.0)>", with: "<\($1.1)>") }
    }

    /// A line of help in which the words after a placeholder stay in their column where there is room.
    static func japaneseLine(_ line: String) -> String {
        let translated = japanese(line)
        let surplus = displayWidth(translated) - displayWidth(line)
        guard surplus != 0, line.hasPrefix("  "), let gap = translated.dropFirst(2).firstRange(of: "  ") else {
            return translated
        }
        let words = translated[gap.lowerBound...].drop { $0 == " " }
        let spaces = translated.distance(from: gap.lowerBound, to: words.startIndex)
        return translated[..<gap.lowerBound] + String(repeating: " ", count: max(2, spaces - surplus)) + words
    }

    private static let words = [
        ("address", "アドレス"), ("date", "日付"), ("file", "ファイル"), ("fingerprint", "指紋"), ("folder", "フォルダー"),
        ("grade", "格付"), ("group", "グループ"), ("input", "入力"), ("name", "名前"), ("names", "名前"), ("number", "数"),
        ("options", "オプション"), ("package", "パッケージ"), ("path", "パス"), ("pattern", "パターン"), ("purpose", "目的"),
        ("recipient", "宛先"), ("restriction", "取扱制限"), ("shell", "シェル"), ("subcommand", "サブコマンド"),
        ("suite", "暗号"), ("text", "文"), ("action", "操作"), ("entry", "記録"), ("key", "鍵"), ("new", "新"), ("old", "旧"),
        ("organisation", "組織"), ("piece", "ピース"), ("digits", "桁"), ("k/n", "必要数/総数"),
        ("algorithm", "アルゴリズム"), ("period", "期間"), ("server", "サーバー"), ("type", "種類"),
    ]
}

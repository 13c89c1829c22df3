import Console
import Keyring
import Label
import Ledger
import Operations
import PackageFormat

/// What the program's own words in entries mean to people who do not read English. In an entry, and in JSON, they are names
/// that never change.
enum EntryValues {
    /// A word of the program in another language; nil for what people wrote, and for what has no other word.
    static func text(_ value: String, of field: String, _ language: Language) -> String? {
        guard language == .ja else { return nil }
        switch field {
        case "cause": return cause(value).map { "\($0)（\(escaped(value))）" }
        case "purpose":
            do throws(LabelError) { return try Purpose(text: value).text(language) } catch { return nil }
        default: return words[field]?[value]
        }
    }

    /// By field, and then by the word in the entry.
    static let words: [String: [String: String]] = [
        "result": [
            "sealed": "封緘済み", "failed": "失敗", "opened": "開封済み", "refused": "拒否", "listed": "一覧を表示",
            "delivered": "送信済み", "present": "既に存在",
        ],
        "verdict": [
            "damaged": "破損", "bad-intent": "台帳の証明が不正", "origin-unknown": "作成元不明", "signer-unknown": "署名者不明",
            "signer-not-valid": "署名者の証明書が有効期間外", "forked": "台帳の履歴が二つ", "intact": "正常", "good": "正常",
            "refused": "拒否", "replay": "再送の重複", "not-package": "パッケージではない",
        ],
        "event": [
            "created": "作成", "imported": "取り込み", "trusted": "信頼", "untrusted": "信頼の取消し", "removed": "削除",
            "exported": "書き出し", "passphrase-changed": "パスフレーズの変更", "withdrawn": "使用の取りやめ", "restored": "使用の再開",
            "retention": "保存期間の設定", "pinned": "台帳の鍵への署名", "witness-added": "立会人の追加",
            "witness-removed": "立会人の削除", "planned": "計画", "resend": "再送", "replacement": "作り直し", "closed": "終了",
            "given": "引渡し", "received": "受取り",
        ],
        "shown": ["terminal": "端末", "other": "端末以外"],
        "mode": ["one-piece-per-route": "経路ごとに一つのピース", "shared": "経路を共用"],
        "verification": ["read-back": "読み戻し", "told-by-place": "送信先の応答", "none": "なし"],
        "direction": ["issued": "発行", "received": "受領"],
        "state": ["collecting": "収集中", "openable": "開封可能", "opened": "開封済み"],
    ]

    /// In the words of the error that the cause is the name of; nil where those name something that is not known here.
    private static func cause(_ name: String) -> String? {
        guard let text = causes[name]?.text(.ja), !text.contains("{") else { return nil }
        return text
    }

    private static let causes: [String: Message] = {
        var causes: [String: Message] = [:]
        func add(_ module: String, _ codes: some Sequence<(String, Explanation)>) {
            for (code, explanation) in codes {
                causes[module + "." + code.replacing(" ", with: "-").lowercased()] = explanation.why
            }
        }
        add("operation", OperationError.explanations.map { ($0.key.rawValue, $0.value) })
        add("keyring", KeyringError.explanations.map { ($0.key.rawValue, $0.value) })
        add("package", PackageFormatError.explanations.map { ($0.key.rawValue, $0.value) })
        add("ledger", LedgerError.explanations.map { ($0.key.rawValue, $0.value) })
        // Of a sealing whose run was killed.
        causes[Settlement.cause] = .systemInterrupted
        return causes
    }()
}

extension Message {
    static let cryptographyWordings: [Message: Wording] = [
        .cryptographyFailed: Wording("the library failed: {0}", "ライブラリーが失敗しました: {0}"),
        .cryptographyAuthentication: Wording(
            "another key, or altered data", "鍵が違うか、データが改変されています"),
        .cryptographyWrongPassphrase: Wording("wrong passphrase", "パスフレーズが違います"),
        .cryptographyInvalidKey: Wording("the key cannot be used: {0}", "鍵が使えません: {0}"),
        .cryptographyMalformed: Wording("not in the form that is accepted: {0}", "受け入れられる形ではありません: {0}"),
        .cryptographyUnsupported: Wording("the algorithm is not supported: {0}", "対応していない暗号アルゴリズムです: {0}"),
        .cryptographyNotListed: Wording(
            "the algorithm is not on the recommended list: {0}", "電子政府推奨暗号リストにありません: {0}"),
        .cryptographyCertificate: Wording("the certificate is refused: {0}", "この証明書は使えません: {0}"),
        .cryptographySignature: Wording("the signature is not valid: {0}", "署名が正しくありません: {0}"),
        .cryptographyOutOfRange: Wording("a length or number is out of range: {0}", "長さや数が範囲外です: {0}"),
        .cryptographyInvalidText: Wording("the text cannot be used: {0}", "文字列が使えません: {0}"),
        .cryptographySelfTest: Wording("the self-test failed: {0}", "自己検査に失敗しました: {0}"),
        .hintPassphrase: Wording("check capitals and the keyboard's language", "大文字小文字と入力方式を確かめてください"),
        .hintSelfTest: Wording(
            "do not use this machine for this; reinstall OpenSSL and the program",
            "この機械で使わず、OpenSSL とこのプログラムを入れ直してください"),
        .hintNewerVersion: Wording("a newer version of the program may know it", "新しい版なら扱えるかもしれません"),
        .hintSignature: Wording(
            "do not use the content; ask the sender by another way", "内容を使わず、別の手段で送り主に確かめてください"),
    ]
}

extension Message {
    static let cryptographyWordings: [Message: Wording] = [
        .whatCryptography: Wording("cryptography", "暗号処理"),
        .cryptographyFailed: Wording("the library failed: {0}", "ライブラリーが失敗しました"),
        .cryptographyAuthentication: Wording(
            "another key, or altered data", "鍵が違うか、データが改変されています"),
        .cryptographyWrongPassphrase: Wording("wrong passphrase", "パスフレーズが違います"),
        .cryptographyInvalidKey: Wording("the key cannot be used: {0}", "鍵が使えません"),
        .cryptographyMalformed: Wording("not in the form that is accepted: {0}", "受け入れられる形ではありません"),
        .cryptographyUnsupported: Wording("the algorithm is not supported: {0}", "対応していない暗号アルゴリズムです"),
        .cryptographyNotListed: Wording(
            "the algorithm is not on the recommended list: {0}", "アルゴリズムが電子政府推奨暗号リストにありません"),
        .cryptographyCertificate: Wording("the certificate is refused: {0}", "この証明書は使えません"),
        .cryptographySignature: Wording("the signature is not valid: {0}", "署名が正しくありません"),
        .cryptographyOutOfRange: Wording("a length or number is out of range: {0}", "長さや数が範囲外です"),
        .cryptographyInvalidText: Wording("the text cannot be used: {0}", "文字列が使えません"),
        .cryptographySelfTest: Wording("the self-test failed: {0}", "自己試験に失敗しました"),
        .hintPassphrase: Wording("check capitals and the keyboard's language", "大文字小文字と入力方式を確かめてください"),
        .hintSelfTest: Wording(
            "do not use this machine for this; reinstall OpenSSL and the program",
            "この機械で使わず、OpenSSL とこのプログラムを入れ直してください"),
        .hintNewerVersion: Wording("a newer version of the program may know it", "新しい版なら扱えるかもしれません"),
        .hintSignature: Wording(
            "do not use the content; ask the sender by another way", "内容を使わず、別の手段で差出人に確かめてください"),
    ]
}

extension Message {
    static let keyringWordings: [Message: Wording] = [
        .whatKeyring: Wording("keyring", "鍵束"),
        .placeLine: Wording("line {0}", "{0} 行目"),
        .keyringInvalidName: Wording("not a name for the keyring: {0}", "鍵束で使える名前ではありません"),
        .keyringNotFound: Wording("there is none of that name", "その名前のものはありません"),
        .keyringExists: Wording("it is there already: {0}", "既にあります"),
        .keyringUnknownMember: Wording("a member of the group is not in the keyring", "グループの一員が鍵束にありません"),
        .keyringUnsafePermissions: Wording("others may use it: {0}", "自分以外も使える状態です（{0}）"),
        .keyringMalformed: Wording("not what it must be: {0}", "あるべき形ではありません"),
        .keyringTooLarge: Wording("larger than any valid one", "正しいものとしては大きすぎます"),
        .keyringNotPair: Wording("not exactly two certificates", "証明書がちょうど二つではありません"),
        .keyringNotLinked: Wording(
            "the encryption certificate is not issued by the signing key", "暗号用の証明書が署名鍵によって発行されていません"),
        .keyringWrongKeyUsage: Wording(
            "the certificate does not allow this use: {0}", "証明書がこの用途を許していません"),
        .keyringSameKey: Wording("signing and encryption have the same key", "署名と暗号の鍵が同じです"),
        .keyringWeakKey: Wording("the key is too weak for new use: {0}", "新たに使うには弱い鍵です"),
        .keyringNotListed: Wording(
            "signed by an algorithm that is not on the recommended list: {0}", "電子政府推奨暗号リストにない方式で署名されています"),
        .keyringExpired: Wording("the certificate has expired: {0}", "証明書の有効期限が切れています（{0}）"),
        .keyringNotYetValid: Wording("the certificate is not valid yet: {0}", "証明書がまだ有効ではありません（{0}）"),
        .keyringNotTrusted: Wording("the identity is not trusted", "信頼された相手ではありません"),
        .keyringTrustMismatch: Wording(
            "the certificates are not those that were trusted", "信頼したときの証明書と違います"),
        .keyringFingerprintMismatch: Wording("the fingerprint is another: {0}", "指紋が違います"),
        .keyringNotOwn: Wording("there is no private key of it here", "その秘密鍵はここにありません"),
        .keyringIsOwn: Wording("it is one's own", "自分自身のものです"),
        .keyringInvalidPassphrase: Wording("the passphrase cannot be used: {0}", "このパスフレーズは使えません"),
        .keyringKeyMismatch: Wording("the private key is not that of the certificate", "秘密鍵が証明書のものではありません"),
        .hintKeyList: Wording("fubako key list shows what is there", "あるものは fubako key list で分かります"),
        .hintRenewKey: Wording("ask the owner for a new certificate", "新しい証明書を持ち主に求めてください"),
        .hintTrust: Wording(
            "compare the fingerprint by another way, then fubako key trust", "別の手段で指紋を確かめ、fubako key trust を実行してください"),
        .hintFingerprint: Wording(
            "do not use it; ask the owner by another way", "使わず、別の手段で持ち主に確かめてください"),
    ]
}

extension Message {
    static let resealingWordings: [Message: Wording] = [
        .operationAlgorithmWithdrawn: Wording(
            "it was withdrawn, nothing new is protected by it: {0}", "使用を取りやめたため、新しいものには使えません: {0}"),
        .hintPolicyShow: Wording(
            "fubako policy show tells since when and why", "いつから、なぜかは fubako policy show で分かります"),
        .operationUnknownAlgorithm: Wording(
            "no algorithm in use is called so; the names are: {0}", "そのような名前のアルゴリズムは使っていません。名前は次のとおりです: {0}"),
        .operationNotWithdrawn: Wording("it is not withdrawn: {0}", "取りやめられていません: {0}"),
        .operationBadReason: Wording(
            "a reason has 1 to 500 bytes, and no control characters", "理由は 1 から 500 バイトで、制御文字は使えません"),
        .operationRecipientUnknown: Wording(
            "recipients are not in the keyring, by the ids of their keys: {0}", "鍵束にない宛先があります（鍵の識別子）: {0}"),
        .hintRecipientUnknown: Wording(
            "import their certificates with fubako key import: they are sealed to again",
            "fubako key import で証明書を取り込んでください。同じ宛先に封緘し直します"),
        .operationPassphraseNeeded: Wording(
            "it has a passphrase, which is needed to seal it again", "パスフレーズがあり、封緘し直すにはそれが要ります"),
        .resealed: Wording("{0}: sealed again as {1}: {2}, {3}", "{0}: {1} に封緘し直しました（{2}、{3}）"),
        .resealNone: Wording(
            "no package in these folders is protected by {0}", "{0} で守られたパッケージは、これらのフォルダーにありません"),
        .resealNotRead: Wording("not looked into: {0}", "調べられませんでした: {0}"),
        .resealFolderNeeded: Wording(
            "several packages need a folder that exists", "複数のパッケージには、既にあるフォルダーが要ります"),
        .openWithdrawn: Wording(
            "{0}: protected by {1}, which was withdrawn; seal it again with fubako reseal",
            "{0}: 使用を取りやめた {1} で守られています。fubako reseal で封緘し直してください"),
        .policyForgeable: Wording(
            "{0}: withdrawn, and what it proved is not believed any more", "{0}: 使用を取りやめ、それが示したことも信じません"),
        .policyWithdrawn: Wording("{0}: withdrawn, nothing new is protected by it", "{0}: 使用を取りやめました。新しいものには使いません"),
        .policyRestored: Wording("{0}: in use again", "{0}: 再び使います"),
        .policyNone: Wording("no algorithm is withdrawn", "使用を取りやめたアルゴリズムはありません"),
        .policyKey: Wording("{0}: has a key of {1}", "{0}: {1} の鍵があります"),
        .policyPackages: Wording(
            "fubako reseal --affected-by {0} --search FOLDER finds packages and seals them again",
            "fubako reseal --affected-by {0} --search フォルダー で、パッケージを探して封緘し直せます"),
        .policyShowForgeable: Wording("{0}: withdrawn since {1}, can be forged: {2}", "{0}: {1} から取りやめ、偽造できる: {2}"),
        .policyShowWithdrawn: Wording("{0}: withdrawn since {1}: {2}", "{0}: {1} から取りやめ: {2}"),
    ]
}

extension Message {
    static let resealingWordings: [Message: Wording] = [
        .whatAlgorithm: Wording("algorithm", "アルゴリズム"),
        .whatReason: Wording("reason", "理由"),
        .operationAlgorithmWithdrawn: Wording(
            "{0} was withdrawn, nothing new is protected by it", "{0} は使用を取りやめたため、新しいものには使えません"),
        .hintPolicyShow: Wording(
            "fubako policy show tells since when and why", "いつから、なぜかは fubako policy show で分かります"),
        .operationUnknownAlgorithm: Wording(
            "no algorithm in use is called so; the names are: {0}", "そのような名前のアルゴリズムは使っていません。名前は次のとおりです: {0}"),
        .operationNotWithdrawn: Wording("{0} is not withdrawn", "{0} は取りやめられていません"),
        .operationBadReason: Wording(
            "it must have 1 to 500 bytes, and no control characters", "1 から 500 バイトで、制御文字は使えません"),
        .operationRecipientUnknown: Wording(
            "recipients are not in the keyring, by the ids of their keys: {0}", "鍵束にない宛先があります（鍵の識別子）: {0}"),
        .hintRecipientUnknown: Wording(
            "import their certificates with fubako key import: they are sealed to again",
            "fubako key import で証明書を取り込んでください。同じ宛先に封緘し直します"),
        .operationPassphraseNeeded: Wording(
            "it has a passphrase, which is needed to seal it again", "パスフレーズがあり、封緘し直すにはそれが要ります"),
        .resealed: Wording("{0}: sealed again as {1}: {2}, {3}", "{0}: {1} に封緘し直しました（{2}、{3}）"),
        .resealNone: Wording(
            "there is no package to seal again because of {0}", "{0} のために封緘し直すパッケージはありません"),
        .resealMissing: Wording(
            "{0}: not found, neither there nor below the folders: package {1}, sealed {2}",
            "{0}: 見つかりません。そこにも、探したフォルダーにもありません（パッケージ {1}、{2} に封緘）"),
        .resealMissingNowhere: Wording(
            "not found below the folders, and where it was written is not recorded: package {0}, sealed {1}",
            "探したフォルダーになく、出力先の記録もありません（パッケージ {0}、{1} に封緘）"),
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
            "fubako reseal --affected-by {0} seals them again; --search FOLDER finds others, too",
            "fubako reseal --affected-by {0} で封緘し直せます。--search フォルダー で、ほかのものも探せます"),
        .policyShowForgeable: Wording("{0}: withdrawn since {1}, can be forged: {2}", "{0}: {1} から取りやめ、偽造できる: {2}"),
        .policyShowWithdrawn: Wording("{0}: withdrawn since {1}: {2}", "{0}: {1} から取りやめ: {2}"),
        .policyPackage: Wording(
            "{0}: protected by {1}: package {2}, sealed {3}", "{0}: {1} で守られています（パッケージ {2}、{3} に封緘）"),
        .policyPackageNowhere: Wording(
            "package {1}, sealed {2}, is protected by {0}; where it was written is not recorded",
            "パッケージ {1}（{2} に封緘）は {0} で守られています。出力先の記録はありません"),
        .policyDue: Wording(
            "{0}: to be kept until {1}, but {2} lasts until {3}; seal it again by then",
            "{0}: 保存期間は {1} までですが、{2} は {3} 年までです。それまでに封緘し直してください"),
        .policyDueNow: Wording(
            "{0}: to be kept until {1}, but {2} protects nothing new any more; seal it again now",
            "{0}: 保存期間は {1} までですが、{2} は新しいものにはもう使えません。今すぐ封緘し直してください"),
        .policyDiffers: Wording(
            "{0}: the keyring and the ledger differ: {1} by the keyring, {2} by the ledger; it counts as {3}; "
                + "fubako policy withdraw or fubako policy restore decides again",
            "{0}: 鍵束と台帳が食い違っています（鍵束では{1}、台帳では{2}）。{3}ものとして扱います。"
                + "fubako policy withdraw または fubako policy restore で決め直してください"),
        .policyNotCompared: Wording(
            "what the ledger recorded of withdrawn algorithms is not known: {0}",
            "使用を取りやめたアルゴリズムについての台帳の記録が分かりません: {0}"),
        .policySaysNothing: Wording("never decided on", "決定のない"),
        .policySaysWithdrawn: Wording("withdrawn since {0}", "{0} に取りやめた"),
        .policySaysForgeable: Wording("withdrawn since {0} and forgeable", "{0} に取りやめ、偽造できるとした"),
        .policySaysRestored: Wording("in use again since {0}", "{0} に再び使うとした"),
        .policyNotListed: Wording(
            "what it protects cannot be listed: {0}", "何が守られているかを一覧にできません: {0}"),
    ]
}

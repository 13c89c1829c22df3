extension Message {
    static let repairWordings: [Message: Wording] = [
        .mapTitle: Wording("{0}: units of all pieces", "{0}: 全ピースのユニット"),
        .mapIntact: Wording("intact", "無傷"),
        .mapDamaged: Wording("damaged", "損傷"),
        .mapMissing: Wording("missing", "なし"),
        .mapScale: Wording("a place stands for up to {0} units, and shows the worst", "一文字は最大 {0} ユニットで、最も悪いものを示します"),
        .repairFound: Wording("{0}: damaged: {1}", "{0}: 損傷: {1}"),
        .repairedMissing: Wording("{0}: piece {1} was missing and is rebuilt", "{0}: 失われていたピース {1} を作り直しました"),
        .repairedDamaged: Wording("{0}: piece {1} was damaged and is rebuilt", "{0}: 壊れていたピース {1} を作り直しました"),
        .repairNothing: Wording(
            "{0}: nothing to repair: no piece is missing or damaged",
            "{0}: 修復は不要です。失われたピースも壊れたピースもありません"),
        .progressRepairing: Wording("repairing {0}", "修復中 {0}"),
        .operationNoSuchPiece: Wording("it has no piece {0}", "ピース {0} はありません"),
        .operationNoPieceNames: Wording(
            "the names of these files do not tell what a missing piece is to be called",
            "これらのファイル名からは、失われたピースの名前が分かりません"),
        .hintPieceNames: Wording("-o FOLDER puts rebuilt pieces there", "-o フォルダー で、そこに置きます"),
        .packageNotRebuildable: Wording(
            "this piece cannot be rebuilt: what the sender signed does not fit together ({0})",
            "このピースは作り直せません。差出人の署名したものが互いに合いません（{0}）"),
        .hintNotRebuildable: Wording(
            "others can be, each by its number: --piece", "ほかのピースは --piece で番号を指定すれば作り直せます"),
        .verdictOpens: Wording(
            "  it opens all the same: of every stripe {0} units are intact", "  それでも開封できます。どのストライプにも無傷のユニットが {0} 個あります"),
        .verdictOpensNot: Wording(
            "  it does not open as it is: of some stripe fewer than {0} units are intact",
            "  このままでは開封できません。無傷のユニットが {0} 個に満たないストライプがあります"),
    ]
}

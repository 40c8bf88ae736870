package words

// Photos of steps.

var photos = map[string]Text{
	"photo.title":    {EN: "Photos", ZH: "照片"},
	"photo.add":      {EN: "Add photo", ZH: "添加照片"},
	"photo.file":     {EN: "Photo (JPEG or PNG)", ZH: "照片（JPEG或PNG）"},
	"photo.what":     {EN: "It completes nothing by itself. What the camera has noted in it is taken out.", ZH: "照片不会自动完成步骤；相机写入的信息会被清除。"},
	"photo.by":       {EN: "Photo, added by %s", ZH: "照片，%s添加"},
	"photo.none":     {EN: "Choose the photo first.", ZH: "请先选择照片。"},
	"photo.away":     {EN: "The photo cannot be shown.", ZH: "无法显示照片。"},
	"photo.database": {EN: "The photo was not kept: the database cannot be written now. Keep it, and send it again in a while. The step can be completed without it.", ZH: "照片未保存：数据库暂时无法写入。请保留照片，稍后再发；步骤可先行完成。"},
}

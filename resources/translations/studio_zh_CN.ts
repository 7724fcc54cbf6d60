<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>studio</name>
    <message>
      <location filename="../../engine/door.py" />
      <source> beside these references</source>
      <translation> 且带有这些参考图</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source> for {name}</source>
      <translation> （{name}）</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n character(s)</source>
      <translation>
        <numerusform>%n 个字符</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n file(s)</source>
      <translation>
        <numerusform>%n 个文件</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>%n file(s) as published</source>
      <translation>
        <numerusform>%n 个文件与公布的一致</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>%n file(s) cannot be read</source>
      <translation>
        <numerusform>%n 个文件无法读取</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>%n file(s) look like pictures, but cannot be read.</source>
      <translation>
        <numerusform>%n 个文件看似图片，但无法读取。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>%n finished picture(s) could not be written to any disk, and would be lost.</source>
      <translation>
        <numerusform>%n 张已完成的图片未能写入任何磁盘，将会丢失。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} possible prompt(s)</source>
      <translation>
        <numerusform>{total} 条可能的提示词中的 %n 条</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} prompts by chance: more are not made at once</source>
      <translation>
        <numerusform>从 {total} 条提示词中随机选取 %n 条：一次最多这么多</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>%n picture(s)</source>
      <translation>
        <numerusform>%n 张图片</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>%n picture(s) are done</source>
      <translation>
        <numerusform>%n 张图片已完成</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/rescued.py" />
      <source>%n picture(s) of an earlier session are not in the pictures folder but in {folder}.</source>
      <translation>
        <numerusform>之前会话的 %n 张图片不在图片文件夹中，而在 {folder} 中。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/resumption.py" />
      <source>%n picture(s) of the last session wait for {model}.</source>
      <translation>
        <numerusform>上次会话的 %n 张图片在等待 {model}。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/resumption.py" />
      <source>%n picture(s) of the last session wait in the queue.</source>
      <translation>
        <numerusform>上次会话的 %n 张图片在队列中等待。</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_details.py" />
      <source>%n picture(s) selected</source>
      <translation>
        <numerusform>已选择 %n 张图片</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n picture(s), a seed is kept</source>
      <translation>
        <numerusform>%n 张图片，已固定种子</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>%n prompt(s) forgotten</source>
      <translation>
        <numerusform>已清除 %n 条提示词</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/stars.py" />
      <source>%n star(s)</source>
      <translation>
        <numerusform>%n 星</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>%n star(s) or more</source>
      <translation>
        <numerusform>%n 星及以上</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>%n text(s) will be drawn</source>
      <translation>
        <numerusform>将绘制 %n 处文字</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n token(s) · {share} %</source>
      <translation>
        <numerusform>%n 个 token · {share}%</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>%n waiting picture(s) cancelled</source>
      <translation>
        <numerusform>已取消 %n 张等待中的图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>, a small stand-in</source>
      <translation>，小型替代模型</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>--memory is not above 0.</source>
      <translation>--memory 不大于 0。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>/dev/davinci_manager is open to the group HwHiAiUser alone, and you are not in it.</source>
      <translation>/dev/davinci_manager 只对 HwHiAiUser 组开放，而当前用户不在该组中。</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>; or </source>
      <translation>；或 </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>A GLM-Image folder in diffusers layout, or one with several</source>
      <translation>diffusers 格式的 GLM-Image 文件夹，或包含多个此类文件夹的文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>A brace is missing its other half, or nothing is between the braces.</source>
      <translation>花括号缺少另一半，或花括号之间为空。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>A card and its driver are there, but torch_npu is not installed.</source>
      <translation>加速卡及其驱动都在，但未安装 torch_npu。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>A card is there, but /usr/local/Ascend/driver is not.</source>
      <translation>加速卡在，但没有 /usr/local/Ascend/driver。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>A certificate of your own takes two files, and one of them is not named.</source>
      <translation>使用自己的证书需要两个文件，其中一个未指定。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>A chat model can make a fuller prompt of yours. Enter the address of any OpenAI-compatible server, for example a model of your own behind vLLM. Nothing is sent until you ask for it.</source>
      <translation>对话模型可以把提示词写得更完整。输入任意兼容 OpenAI 的服务器地址，例如自己用 vLLM 运行的模型。在要求之前不会发送任何内容。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>A choice: {red|blue}</source>
      <translation>选项：{red|blue}</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>A device is written npu:0, several npu:0,npu:1, one picture over two npu:0+npu:1.</source>
      <translation>设备写作 npu:0，多个写作 npu:0,npu:1，一张图片用两个写作 npu:0+npu:1。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A dictionary's name, for example en_GB; auto takes those of your languages. Dictionaries of LibreOffice and of the system are found by themselves.</source>
      <translation>词典名称，例如 en_GB；auto 使用系统语言的词典。LibreOffice 和系统的词典会自动找到。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A few words in a corner, at least as large as GB 45438-2025 asks (a twentieth of the shortest side). Services for the public in China must show it.</source>
      <translation>位于一角的文字，大小不低于 GB 45438-2025 的要求（最短边的二十分之一）。在中国向公众提供服务时必须显示此标识。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>A folder with models</source>
      <translation>模型文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>A line of a wildcard file</source>
      <translation>通配文件中的一行</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A mirror, for example https://hf-mirror.com. Empty: huggingface.co.</source>
      <translation>镜像地址，例如 https://hf-mirror.com。留空：huggingface.co。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A mirror, or https://modelscope.ai. Empty: modelscope.cn.</source>
      <translation>镜像地址，或 https://modelscope.ai。留空：modelscope.cn。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>A model is named owner/name, for example zai-org/GLM-Image.</source>
      <translation>模型的名称形如 owner/name，例如 zai-org/GLM-Image。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>A newer version of the program wrote it.</source>
      <translation>由较新版本的程序写入。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A notice on the desktop when a run ends or fails while you work in another program.</source>
      <translation>在其他程序中工作时，若运行结束或失败，在桌面上显示通知。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>A part of the queue that could not be read.</source>
      <translation>队列中无法读取的部分。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>A picture</source>
      <translation>单张图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/notices.py" />
      <source>A picture failed</source>
      <translation>图片生成失败</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>A picture of {name} cannot be planned.</source>
      <translation>无法规划 {name} 的图片。</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>A picture of {width}x{height} does not fit into {budget:.1f} GiB of memory.</source>
      <translation>{width}x{height} 的图片放不进 {budget:.1f} GiB 内存。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>A program that was ended left it behind.</source>
      <translation>由已终止的程序遗留。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>A proxy is written http://host:port or socks5://host:port.</source>
      <translation>代理写作 http://host:port 或 socks5://host:port。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A quick sketch of the whole picture while its layout is still being written. The finished picture is the same without.</source>
      <translation>在构图尚未写完时显示整张图片的草图。不影响最终图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>A quote has no end, so that nothing of it is drawn.</source>
      <translation>引号没有结束，因此其中的文字不会绘制。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_preview.py" />
      <source>A sample of the label</source>
      <translation>标识示例</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_filter.py" />
      <source>A seed, whole</source>
      <translation>完整的种子</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>A side is {side!r:.40}.</source>
      <translation>边长是 {side!r:.40}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>A small stand-in that comes with the studio, for trying out.</source>
      <translation>随附的小型替代模型，供试用。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>A small stand-in, for trying out: not GLM-Image's quality.</source>
      <translation>小型替代模型，仅供试用：画质不及 GLM-Image。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>A word of the prompt, then what takes its place: fox; owl; red squirrel</source>
      <translation>提示词中的词，后跟替换它的词：fox; owl; red squirrel</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>About {time}</source>
      <translation>约 {time}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>About {time} for %n picture(s)</source>
      <translation>
        <numerusform>%n 张图片约 {time}</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Accept the terms on the model's page, and enter a token that may read it.</source>
      <translation>在模型页面接受条款，并输入有读取权限的令牌。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Actual pixels</source>
      <translation>实际像素</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Actual pixels (Ctrl+1)</source>
      <translation>实际像素 (Ctrl+1)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Actual pixels of all pictures</source>
      <translation>所有图片按实际像素显示</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <source>Adapter weight</source>
      <translation>适配器权重</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Adapters</source>
      <translation>适配器</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_commands.py" />
      <source>Add a folder with models</source>
      <translation>添加模型文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Add a folder…</source>
      <translation>添加文件夹…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Add a reference picture</source>
      <translation>添加参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Add a style</source>
      <translation>添加风格</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Add a style: how the picture is made, beside what it shows</source>
      <translation>添加风格：除画面内容外，决定图片的画法</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>Add a tag (T)</source>
      <translation>添加标签 (T)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/adapters.py" />
      <source>Add adapters</source>
      <translation>添加适配器</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Add or find a tag</source>
      <translation>添加或查找标签</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Add references</source>
      <translation>添加参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/spelling.py" />
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Add “{word}” to the dictionary</source>
      <translation>将“{word}”添加到词典</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Address</source>
      <translation>地址</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Address of Hugging Face</source>
      <translation>Hugging Face 地址</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Address of ModelScope</source>
      <translation>ModelScope 地址</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>All</source>
      <translation>全部</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>All %n prompt(s)</source>
      <translation>
        <numerusform>全部 %n 条提示词</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>All Ascend cards are hidden from this program.</source>
      <translation>所有昇腾加速卡都对本程序隐藏。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>All NVIDIA cards are hidden from this program.</source>
      <translation>所有 NVIDIA 加速卡都对本程序隐藏。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>All files in {folder} are deleted. In the trash they take as much room as before.</source>
      <translation>{folder} 中的所有文件都会被删除。移到回收站后占用的空间不变。</translation>
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>All is well.</source>
      <translation>一切正常。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>All new</source>
      <translation>全部换新</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>All pictures</source>
      <translation>所有图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>All pictures small on one sheet, with names</source>
      <translation>将所有图片缩小排在一张缩略总览上，并带名称</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <source>All pictures, the newest first</source>
      <translation>所有图片，最新的在前</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>All that can be done with the picture</source>
      <translation>可对图片进行的所有操作</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>All that makes the picture again. Without it a picture's settings cannot be used again.</source>
      <translation>重新生成图片所需的全部内容。没有配方，就无法再次使用图片的参数。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <source>All {n} cards</source>
      <translation>全部 {n} 块加速卡</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>All: {facts}</source>
      <translation>全部：{facts}</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>Allow reading it.</source>
      <translation>允许读取它。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Allow writing there or choose another folder</source>
      <translation>授予写入权限或选择其他文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Always</source>
      <translation>始终</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Amplification</source>
      <translation>放大倍数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>An OpenAI-compatible server, for example http://localhost:8000/v1. While this is empty the enhancer is off. Prompts are sent there only when you ask for it.</source>
      <translation>兼容 OpenAI 的服务器，例如 http://localhost:8000/v1。留空时提示词润色关闭。只有在要求时才会发送提示词。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>An address begins with https:// or http://.</source>
      <translation>地址以 https:// 或 http:// 开头。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>An animation in 256 colours that everything plays</source>
      <translation>256 色动画，到处都能播放</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>An animation in all colours; browsers play it</source>
      <translation>全彩动画；浏览器可播放</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>An estimate for one picture, corrected by the pictures that were made here.</source>
      <translation>单张图片的估计值，根据此计算机上生成过的图片修正。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>An older version of the program wrote it. The next start updates it.</source>
      <translation>由较旧版本的程序写入。下次启动时会更新。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Another download writes to {folder}.</source>
      <translation>另一个下载正在写入 {folder}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Apple's graphics cannot be used by this torch.</source>
      <translation>当前的 torch 无法使用 Apple GPU。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Apple's graphics cannot be used on this system.</source>
      <translation>此系统无法使用 Apple GPU。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Apple's graphics does not answer.</source>
      <translation>Apple GPU 没有响应。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>As it is</source>
      <translation>原尺寸</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>As large as the paper allows</source>
      <translation>纸张允许的最大尺寸</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>As of the selected picture: {seed}</source>
      <translation>与所选图片相同：{seed}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>As the model's authors use it.</source>
      <translation>模型作者使用的设置。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>As the new picture</source>
      <translation>与新图片相同</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>As the reference</source>
      <translation>与参考图相同</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>As the server calls it. Empty: the first one that it lists.</source>
      <translation>服务器上的模型名称。留空：服务器列出的第一个。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>As the system</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>Asking what there is …</source>
      <translation>正在查询内容…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>Asks from where, and into which folder</source>
      <translation>询问来源和目标文件夹</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>At least {lowest:.1f} GiB are needed. Tried: {refused}.</source>
      <translation>至少需要 {lowest:.1f} GiB。已尝试：{refused}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>At the start, pictures that were still waiting are made, the interrupted one first and from where it was. Otherwise they wait until you say so.</source>
      <translation>启动时生成仍在等待的图片，被中断的图片最先，并从中断处继续。否则，图片会一直等待，直到手动继续。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Attests when a picture was signed. For each picture a checksum is sent there. Empty: nothing is sent.</source>
      <translation>证明图片的签名时间。每张图片会向其发送一个校验和。留空：不发送任何内容。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Automatic</source>
      <translation>自动</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Back to the default: {name}</source>
      <translation>恢复默认：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Back to the gallery</source>
      <translation>返回图库</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Back to the running picture</source>
      <translation>返回正在生成的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Begin no more pictures; those that run are finished (Ctrl+Shift+J)</source>
      <translation>不再开始新图片；正在生成的会完成 (Ctrl+Shift+J)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Begin with a template</source>
      <translation>从模板开始</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Beginning</source>
      <translation>开始中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Best rated first</source>
      <translation>评分最高优先</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Boards</source>
      <translation>画板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Boards…</source>
      <translation>画板…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Both beside each other, the same part of each (1)</source>
      <translation>并排显示同一部分 (1)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Bottom left</source>
      <translation>左下角</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Bottom right</source>
      <translation>右下角</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Broken</source>
      <translation>异常</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Brought back: %n picture(s)</source>
      <translation>
        <numerusform>已恢复 %n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Busy</source>
      <translation>忙碌</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>By pixels</source>
      <translation>按像素</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>By prompt</source>
      <translation>按提示词</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>CANN is installed, but its environment is not set.</source>
      <translation>已安装 CANN，但未设置其环境变量。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>CANN is missing, the toolkit of Ascend cards.</source>
      <translation>缺少 CANN，即昇腾加速卡的工具包。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>CANN is {toolkit}, but torch_npu {torch_npu} is made for CANN {wanted}.</source>
      <translation>CANN 的版本是 {toolkit}，但 torch_npu {torch_npu} 需要 CANN {wanted}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>CANN's library {name} was not found: CANN is missing, or its environment is not set.</source>
      <translation>未找到 CANN 的库 {name}：未安装 CANN，或未设置其环境变量。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>CUDA says: {complaint}.</source>
      <translation>CUDA 报告：{complaint}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>CUDA says: {split}.</source>
      <translation>CUDA 报告：{split}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Cancel</source>
      <translation>取消</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Cancel %n picture(s) of the queue</source>
      <translation>
        <numerusform>取消队列中的 %n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Cancel all</source>
      <translation>全部取消</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Cancel all pictures</source>
      <translation>取消所有图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Cancel the running picture</source>
      <translation>取消正在生成的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Cancelled</source>
      <translation>已取消</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Canvas</source>
      <translation>画布</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Certificate of your own</source>
      <translation>自己的证书</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Certificates of others, or a trust list, in PEM form. Pictures that they signed count as verified.</source>
      <translation>他人的证书或信任列表，PEM 格式。由其签名的图片视为已验证。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Change by itself</source>
      <translation>自动切换</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Changes a second</source>
      <translation>每秒切换次数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Changes at once; nothing is restarted.</source>
      <translation>立即生效；无需重新启动。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Check</source>
      <translation>检查</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Check spelling</source>
      <translation>检查拼写</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Check the address, or have the certificate added to this machine.</source>
      <translation>检查地址，或将证书添加到此计算机。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>Check the certificate in the settings, or turn content credentials off.</source>
      <translation>在设置中检查证书，或关闭内容凭证。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Check the disk and its cable</source>
      <translation>检查磁盘及其连线</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/rebuild.py" />
      <source>Check the disk and the folder, then try again.</source>
      <translation>检查文件夹和磁盘，然后重试。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Check the disk or choose another folder</source>
      <translation>检查磁盘或选择其他文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Check the drive and the network</source>
      <translation>检查驱动器和网络</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Check the file and its folder.</source>
      <translation>检查该文件及其文件夹。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Check the file and who may read it.</source>
      <translation>检查该文件及其读取权限。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate_making.py" />
      <source>Check the folder and the disk, or name a certificate of your own.</source>
      <translation>检查文件夹和磁盘，或指定自己的证书。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Check the folder and the disk, then change a snippet again; until then all are here.</source>
      <translation>检查文件夹和磁盘，然后再次更改片段；在此之前，所有片段都在这里。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/prompt_files.py" />
      <source>Check the folder and the disk, then try again.</source>
      <translation>检查文件夹和磁盘，然后重试。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Check the key in the settings.</source>
      <translation>检查设置中的密钥。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Check the model's name and the address in the settings.</source>
      <translation>检查设置中的模型名称和地址。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Check the name: it is zai-org/GLM-Image, or ZhipuAI/GLM-Image on ModelScope.</source>
      <translation>检查名称：应为 zai-org/GLM-Image，在 ModelScope 上为 ZhipuAI/GLM-Image。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Check the name; for a private or gated model enter a token that may read it.</source>
      <translation>检查名称；若是私有或受限模型，输入有读取权限的令牌。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Check the network, the proxy and the address, then continue.</source>
      <translation>检查网络、代理和地址，然后继续。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>Check the printer, or print into a PDF file in another folder.</source>
      <translation>检查打印机，或打印到其他文件夹中的 PDF 文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Checksums</source>
      <translation>校验和</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>China asks for it in every generated picture since September 2025 (www.tc260.org.cn): that it was generated, by whom, and a number. It also tells whether the picture was changed since. It cannot be seen.</source>
      <translation>自 2025 年 9 月起，中国要求每张生成的图片都带有此标识 (www.tc260.org.cn)，写明图片是人工智能生成的、由谁生成，以及内容制作编号。它还能表明图片此后是否被更改。标识不可见。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>China's rules ask for words that name AI and generation.</source>
      <translation>中国的规定要求文字包含“人工智能”或“AI”，以及“生成”或“合成”。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Choices and wildcards: one prompt that becomes several</source>
      <translation>选项与通配：一条提示词变成多条</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a LoRA for GLM-Image's transformer.</source>
      <translation>选择用于 GLM-Image 扩散变换器的 LoRA。</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a LoRA that was made for a model of this size.</source>
      <translation>选择为这种大小的模型制作的 LoRA。</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a LoRA that was made for this model.</source>
      <translation>选择为此模型制作的 LoRA。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/imports.py" />
      <source>Choose a folder that you may read.</source>
      <translation>选择有读取权限的文件夹。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Choose a picture that was made with this program.</source>
      <translation>选择用本程序生成的图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Choose a place…</source>
      <translation>选择位置…</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a plain LoRA.</source>
      <translation>选择普通 LoRA。</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a plain LoRA: others are not computed here.</source>
      <translation>选择普通 LoRA：此处不支持其他类型。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Choose a shorter one</source>
      <translation>改用较短的名称</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose another file.</source>
      <translation>选择其他文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Choose another folder</source>
      <translation>选择其他文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Choose another name</source>
      <translation>换一个名称</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Choose another picture.</source>
      <translation>选择其他图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Choose another…</source>
      <translation>另选…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>Choose fewer or smaller pictures, or a PDF.</source>
      <translation>选择更少或更小的图片，或使用 PDF。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>Choose fewer or smaller pictures.</source>
      <translation>选择更少或更小的图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Choose others by chance</source>
      <translation>随机另选</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>Choose pictures that differ in one or two parameters.</source>
      <translation>选择仅有一两个参数不同的图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Choose reference pictures</source>
      <translation>选择参考图</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>Choose the folder of a GLM-Image model in diffusers layout.</source>
      <translation>选择 diffusers 格式的 GLM-Image 模型文件夹。</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Choose the part anew.</source>
      <translation>重新选择要使用的部分。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Choose…</source>
      <translation>选择…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Clear</source>
      <translation>清除</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Clear filters</source>
      <translation>清除筛选</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Clear from the list</source>
      <translation>从列表中清除</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Clear the finished</source>
      <translation>清除已结束的</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Clear the finished pictures from the queue</source>
      <translation>从队列中清除已结束的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Click to use a part of it. Drag it, or press left and right, to change the order; Delete removes it.</source>
      <translation>单击以使用其中一部分。拖动或按左右键可调整顺序；按 Delete 移除。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/expansions_sheet.py" />
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>Close</source>
      <translation>关闭</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/sheet.py" />
      <source>Close (Esc)</source>
      <translation>关闭 (Esc)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Close GLM Studio and run: {command}</source>
      <translation>关闭 GLM Studio，然后运行：{command}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>Close and lose them</source>
      <translation>关闭并丢弃</translation>
    </message>
    <message>
      <location filename="../../engine/holder.py" />
      <source>Close programs that use it, or use another device: --device cpu.</source>
      <translation>关闭使用它的程序，或使用其他设备：--device cpu。</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Close programs that use much memory</source>
      <translation>关闭占用大量内存的程序</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/model.py" />
      <source>Close programs that use much memory, or make a smaller picture.</source>
      <translation>关闭占用大量内存的程序，或生成较小的图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Close the comparison (Esc)</source>
      <translation>关闭对比 (Esc)</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>Close the program and start it again with PYTORCH_NPU_ALLOC_CONF=expandable_segments:False: with some drivers this way of using memory fails so.</source>
      <translation>关闭程序，用 PYTORCH_NPU_ALLOC_CONF=expandable_segments:False 重新启动：在某些驱动下，这种使用内存的方式会导致此故障。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>Close the program and start it again.</source>
      <translation>关闭程序后重新启动。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Close the program and start it again; if it ends the same way, restart the device or the machine. glm-studio doctor says how it is.</source>
      <translation>关闭程序后重新启动；若仍以同样方式结束，重新启动设备或计算机。glm-studio doctor 会显示其状态。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Close the program and start it again; if the device stays silent, restart it or the machine. glm-studio doctor says how it is.</source>
      <translation>关闭程序后重新启动；若设备仍无响应，重新启动设备或计算机。glm-studio doctor 会显示其状态。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Close the program and start it again; report it with this text and the log.</source>
      <translation>关闭程序后重新启动；附上此文本和日志报告问题。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>Close without saving?</source>
      <translation>不保存就关闭？</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Codes {done} of {total}</source>
      <translation>编码 {done}/{total}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Columns</source>
      <translation>列数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Commands</source>
      <translation>命令</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Compare</source>
      <translation>对比</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Compare 2 to 8 selected pictures (C)</source>
      <translation>对比所选的 2 到 8 张图片 (C)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare by flickering</source>
      <translation>闪切对比</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Compare pictures</source>
      <translation>对比图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare side by side</source>
      <translation>并排对比</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare this picture with another one</source>
      <translation>将这张图片与另一张对比</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare with a slider</source>
      <translation>滑块对比</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare with the previous picture</source>
      <translation>与上一张图片对比</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Compare with the previous picture, or any other (C)</source>
      <translation>与上一张或任意一张图片对比 (C)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Compare with the shown picture</source>
      <translation>与当前显示的图片对比</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Comparing %n picture(s)</source>
      <translation>
        <numerusform>对比 %n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <location filename="../../glm_studio/ui/compare_painter.py" />
      <source>Comparing…</source>
      <translation>正在对比…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Composing</source>
      <translation>构图中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Composing {size}</source>
      <translation>构图中，{size}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Composition</source>
      <translation>构图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_choice.py" />
      <source>Compute on</source>
      <translation>计算设备</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Connect it again</source>
      <translation>重新连接驱动器</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/reach.py" />
      <source>Connect the drive or the network again: its pictures come back by themselves.</source>
      <translation>重新连接驱动器或网络：其中的图片会自动恢复。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Connect the drive or the network, or allow reading there.</source>
      <translation>连接驱动器或网络，或授予该处的读取权限。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Connecting again</source>
      <translation>重新连接中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>Contact sheet</source>
      <translation>缩略总览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Contact sheet beside them, as</source>
      <translation>同时导出缩略总览，格式</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Content credentials (C2PA)</source>
      <translation>内容凭证 (C2PA)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Content credentials cannot be signed with a key of this kind.</source>
      <translation>无法用这种密钥签署内容凭证。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Content credentials cannot be written.</source>
      <translation>无法写入内容凭证。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Continue</source>
      <translation>继续</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Continue it: what has arrived is kept. If it happens again, look into the log.</source>
      <translation>继续下载：已下载的内容会保留。若再次发生，查看日志。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Copied</source>
      <translation>已复制</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>Copy</source>
      <translation>复制</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy report</source>
      <translation>复制报告</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Copy the picture</source>
      <translation>复制图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Copy the picture (Ctrl+Shift+C)</source>
      <translation>复制图片 (Ctrl+Shift+C)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Copy the prompt</source>
      <translation>复制提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy the whole page as text</source>
      <translation>将整页复制为文本</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Copy these sentences, for a report</source>
      <translation>复制这些句子，用于报告问题</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy what mends it</source>
      <translation>复制修复方法</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/rail.py" />
      <source>Create</source>
      <translation>生成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>Credentials</source>
      <translation>内容凭证</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Crop a reference</source>
      <translation>裁剪参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Dark</source>
      <translation>深色</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Date</source>
      <translation>日期</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Delete</source>
      <translation>删除</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Delete a board</source>
      <translation>删除画板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Delete a preset</source>
      <translation>删除预设</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Delete for good</source>
      <translation>永久删除</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Delete it for good, or move it by hand.</source>
      <translation>永久删除，或手动移走。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Delete pictures</source>
      <translation>删除图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Delete snippet</source>
      <translation>删除片段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Delete style</source>
      <translation>删除风格</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Delete template</source>
      <translation>删除模板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Delete the board, keep its pictures</source>
      <translation>删除画板，保留其中的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/list_popover.py" />
      <source>Delete the chosen one (Shift+Delete)</source>
      <translation>删除所选项 (Shift+Delete)</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Delete the damaged character.</source>
      <translation>删除损坏的字符。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Delete the files…</source>
      <translation>删除文件…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Delete the style</source>
      <translation>删除这个风格</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Delete what has arrived, and forget the download</source>
      <translation>删除已下载的内容，并忘记此下载</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Delete {name}?</source>
      <translation>删除 {name}？</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Delete {preset}</source>
      <translation>删除 {preset}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Deleted pictures, for want of a trash of the system: {n}.</source>
      <translation>因系统没有回收站而存放在此的已删除图片：{n} 张。</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/stage.py" />
      <source>Deleted: %n picture(s)</source>
      <translation>
        <numerusform>已删除 %n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/empty_state.py" />
      <source>Describe a picture</source>
      <translation>描述一张图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Describe the picture in sentences: subject, place, light, style.
Text in “quotes” is drawn as text.  Ctrl+Enter generates.
Ctrl+Up brings back earlier prompts, / writes a snippet.</source>
      <translation>用句子描述图片：主体、地点、光线、风格。
“引号”中的文字会绘制到图片上。  Ctrl+Enter 生成。
Ctrl+Up 找回历史提示词，/ 插入片段。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Detail</source>
      <translation>细节</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/seed_row.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Detail seed</source>
      <translation>细节种子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Details</source>
      <translation>细节</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Device: {name}</source>
      <translation>设备：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Devices</source>
      <translation>设备</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Dictionary</source>
      <translation>词典</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Different ratings</source>
      <translation>评分不同</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Discard</source>
      <translation>丢弃</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Discard…</source>
      <translation>丢弃…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Disks</source>
      <translation>磁盘</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Dismiss</source>
      <translation>关闭</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Display</source>
      <translation>显示</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>Does not hold: {why}</source>
      <translation>已失效：{why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Done</source>
      <translation>已完成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Download</source>
      <translation>下载</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/model_commands.py" />
      <source>Download GLM-Image</source>
      <translation>下载 GLM-Image</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Download again what is damaged or missing of it</source>
      <translation>重新下载其损坏或缺失的部分</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Download it again.</source>
      <translation>重新下载该文件。</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <location filename="../../engine/glm_image/adapters.py" />
      <source>Download the adapter again.</source>
      <translation>重新下载该适配器。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Download the model again, or choose another model folder.</source>
      <translation>重新下载模型，或选择其他模型文件夹。</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <location filename="../../glm_studio/models/verify.py" />
      <source>Download this file again.</source>
      <translation>重新下载此文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Downloading</source>
      <translation>下载中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>Download…</source>
      <translation>下载…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Draft</source>
      <translation>草稿</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_view.py" />
      <source>Drag the frame or its edges. Arrow keys move it, with Shift they change its size, with Ctrl by single pixels.</source>
      <translation>拖动边框或其边缘。方向键移动，按住 Shift 调整大小，按住 Ctrl 以单个像素为单位。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Draw a new detail seed</source>
      <translation>换新的细节种子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Draw a new layout seed</source>
      <translation>换新的构图种子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Draw with this model from now on. Nothing is restarted.</source>
      <translation>从现在起用此模型绘制。无需重新启动。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Drawn as text: {text}
Click to select it in the prompt.</source>
      <translation>作为文字绘制：{text}
单击以在提示词中选中。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Drawn text: {text}</source>
      <translation>要绘制的文字：{text}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Draws one of the model's examples</source>
      <translation>绘制模型的一个示例</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Drop pictures, or click</source>
      <translation>拖入图片或单击</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_chip.py" />
      <source>Drop this filter: {name}</source>
      <translation>移除此筛选：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>Drop to use as an adapter</source>
      <translation>松开以用作适配器</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>Drop to use its settings, its prompt, or as a reference</source>
      <translation>松开以使用其参数、提示词，或用作参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Each picture has a layout and a detail of its own.</source>
      <translation>每张图片都有各自的构图和细节。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Each preview as a PNG file of its own</source>
      <translation>每个预览单独存为 PNG 文件</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Earlier prompt</source>
      <translation>上一条提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Earlier prompts</source>
      <translation>历史提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Earlier prompts (Ctrl+H)</source>
      <translation>历史提示词 (Ctrl+H)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Early picture of the layout</source>
      <translation>构图的早期预览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Edit</source>
      <translation>编辑</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Edit presets</source>
      <translation>编辑预设</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Edit…</source>
      <translation>编辑…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>End the comparison</source>
      <translation>结束对比</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>End the comparison (Esc)</source>
      <translation>结束对比 (Esc)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Enter one like http://localhost:8000/v1 in the settings.</source>
      <translation>在设置中输入形如 http://localhost:8000/v1 的地址。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Enter the address of an OpenAI-compatible server in the settings.</source>
      <translation>在设置中输入兼容 OpenAI 的服务器地址。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Every pixel as it is; the largest file</source>
      <translation>逐像素保留；文件最大</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Every pixel is the same</source>
      <translation>所有像素都相同</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Everything</source>
      <translation>全部</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <location filename="../../engine/errors.py" />
      <source>Expected {expected}; found {found}.</source>
      <translation>应为：{expected}；实际为：{found}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export</source>
      <translation>导出</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export %n picture(s)</source>
      <translation>
        <numerusform>导出 %n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Export copies of the selected pictures (Ctrl+Shift+E)</source>
      <translation>导出所选图片的副本 (Ctrl+Shift+E)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export into</source>
      <translation>导出到</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Export pictures…</source>
      <translation>导出图片…</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Exported: %n file(s)</source>
      <translation>
        <numerusform>已导出 %n 个文件</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Export…</source>
      <translation>导出…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Failed</source>
      <translation>故障</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Failed: {why}</source>
      <translation>失败：{why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Favourites</source>
      <translation>收藏</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Few steps: quick and a little rough. The size stays, so that a layout that pleases is the finished picture's.</source>
      <translation>步数少：快，略粗糙。尺寸不变，因此满意的构图就是最终图片的构图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <source>Files of this picture that are gone: {names}</source>
      <translation>这张图片已丢失的文件：{names}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Fill in</source>
      <translation>填写</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Fill in the fields of the prompt one by one</source>
      <translation>逐个填写提示词中的字段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Fill in the prompt's fields</source>
      <translation>填写提示词的字段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Fill in…</source>
      <translation>填写…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Find a board or name a new one</source>
      <translation>查找画板或命名新画板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Fine</source>
      <translation>精细</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Fingerprint</source>
      <translation>指纹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_delegate.py" />
      <location filename="../../glm_studio/ui/queue_model.py" />
      <source>Finished</source>
      <translation>已结束</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Finishing</source>
      <translation>收尾中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>First</source>
      <translation>置顶</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Fit</source>
      <translation>适合纸张</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Fit all pictures</source>
      <translation>所有图片适合窗口</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Fit the picture</source>
      <translation>适合窗口</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Fit the picture (Ctrl+0)</source>
      <translation>适合窗口 (Ctrl+0)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Folder for models</source>
      <translation>模型文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Folders</source>
      <translation>文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Follow the system</source>
      <translation>跟随系统</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>For downloads: http://host:port or socks5://host:port. Empty: as the system says.</source>
      <translation>用于下载：http://host:port 或 socks5://host:port。留空：按系统设置。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>For those who shall trust your pictures; there is no secret in it</source>
      <translation>交给需要信任这些图片的人；其中不含机密</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/prompt_history.py" />
      <source>Forget %n prompt(s)</source>
      <translation>
        <numerusform>清除 %n 条提示词</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Forget all earlier prompts; can be undone</source>
      <translation>清除所有历史提示词；可撤销</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Format</source>
      <translation>格式</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Format of the contact sheet</source>
      <translation>缩略总览的格式</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Found here: {here}.</source>
      <translation>此处找到：{here}。</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Found in {folder}: %n picture(s)</source>
      <translation>
        <numerusform>在 {folder} 中找到 %n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Frames</source>
      <translation>逐帧图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Free</source>
      <translation>自由</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Free some space on it</source>
      <translation>在磁盘上腾出空间</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Free some space on this disk, or choose a folder on another one.</source>
      <translation>在此磁盘上腾出空间，或选择其他磁盘上的文件夹。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>From</source>
      <translation>起始日期</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>From the clipboard</source>
      <translation>来自剪贴板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>From the selected picture</source>
      <translation>取自所选图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Full</source>
      <translation>完整</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Further from the prompt</source>
      <translation>远离提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>GLM Studio ended unexpectedly</source>
      <translation>GLM Studio 意外结束</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <location filename="../../glm_studio/ui/gallery_view.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <source>Gallery</source>
      <translation>图库</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Gallery (F9)</source>
      <translation>图库 (F9)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Generate</source>
      <translation>生成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Get GLM-Image, or another model of its kind</source>
      <translation>获取 GLM-Image，或同类的其他模型</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Get it from {hardware}, and run: sudo ./Ascend-hdk-*-npu-driver_*.run --full</source>
      <translation>从 {hardware} 获取，然后运行：sudo ./Ascend-hdk-*-npu-driver_*.run --full</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Get it from {hardware}, and run: sudo ./Ascend-hdk-*-npu-firmware_*.run --full</source>
      <translation>从 {hardware} 获取，然后运行：sudo ./Ascend-hdk-*-npu-firmware_*.run --full</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Get the adapter's .safetensors version.</source>
      <translation>获取该适配器的 .safetensors 版本。</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>Get the model's safetensors version.</source>
      <translation>获取该模型的 safetensors 版本。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>Get the {extension} for torch {version} from developer.cambricon.com, or start the program in one of their containers.</source>
      <translation>从 developer.cambricon.com 获取适用于 torch {version} 的 {extension}，或在其官方容器中启动程序。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Get toolkit and kernels for your card from {cann}, and run: sudo ./Ascend-cann-toolkit_*.run --install</source>
      <translation>从 {cann} 获取适用于该加速卡的工具包和算子包，然后运行：sudo ./Ascend-cann-toolkit_*.run --install</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Give it a name.</source>
      <translation>输入名称。</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Give more of it.</source>
      <translation>分配更多内存。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Go</source>
      <translation>前往</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <location filename="../../glm_studio/state/resumption.py" />
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Go on</source>
      <translation>继续</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Go on with the last queue</source>
      <translation>继续上次的队列</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Go on with the pictures that wait (Ctrl+Shift+J)</source>
      <translation>继续生成等待中的图片 (Ctrl+Shift+J)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Go on with what has not arrived yet</source>
      <translation>继续下载尚未到达的内容</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to the prompt</source>
      <translation>转到提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to the queue</source>
      <translation>转到队列</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to: {page}</source>
      <translation>转到：{page}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Good</source>
      <translation>正常</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Grid {columns} × {rows}</source>
      <translation>网格 {columns} × {rows}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Guidance</source>
      <translation>引导强度</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Half of its pair for {layer} is missing.</source>
      <translation>{layer} 的矩阵对缺少一半。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Hardware</source>
      <translation>硬件</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Have a chat model rewrite the prompt</source>
      <translation>让对话模型改写提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Have a chat model rewrite the prompt (Ctrl+Shift+R)</source>
      <translation>让对话模型改写提示词 (Ctrl+Shift+R)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Height</source>
      <translation>高度</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>Hide {section}</source>
      <translation>隐藏{section}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Higher looks better and makes larger files</source>
      <translation>越高画质越好，文件越大</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>How far their colours are apart (4)</source>
      <translation>颜色相差多少 (4)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>How freely it writes: 0 keeps close to the likeliest words, above 1 it wanders.</source>
      <translation>书写的自由程度：0 紧贴最可能的词，超过 1 则容易跑题。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>How large the pictures are shown (Ctrl+wheel)</source>
      <translation>图片的显示大小 (Ctrl+滚轮)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>How many pictures to make, each with seeds of its own.</source>
      <translation>要生成的图片数量，每张都有各自的种子。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>How many steps the painting takes.
More make finer detail and take longer; the gain fades after about 30 to 50.</source>
      <translation>绘制的步数。
步数越多细节越精细，用时也越长；超过约 30 到 50 步后提升不明显。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>How often one picture takes the other's place</source>
      <translation>两张图片相互替换的频率</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>How strictly the picture keeps to the prompt.
1 leaves the painter alone, in half the time; high values grow harsh and oversaturated.</source>
      <translation>图片遵循提示词的严格程度。
1 表示绘制不受引导，用时减半；数值过高会显得生硬、过于饱和。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>How strongly this adapter changes the painting; 1 is as it was trained.</source>
      <translation>此适配器对绘制的影响程度；1 为训练时的强度。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>How the copies are called; fields are in braces</source>
      <translation>副本的命名方式；字段写在花括号中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>How to compare</source>
      <translation>对比方式</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Idle</source>
      <translation>空闲</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>If the server wants one. It is kept on this machine as it is.</source>
      <translation>服务器需要密钥时填写。按原样保存在此计算机上。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/named_files.py" />
      <source>If you trust it, add it yourself.</source>
      <translation>如果信任该文件，可自行添加。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Import a folder</source>
      <translation>导入文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Import a folder…</source>
      <translation>导入文件夹…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>In PEM form, without a password. It is read where it is, and copied nowhere.</source>
      <translation>PEM 格式，没有密码。只在原处读取，不会复制到任何地方。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <location filename="../../glm_studio/ui/label_words.py" />
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>In the file</source>
      <translation>文件中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>In the files</source>
      <translation>文件中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>In use</source>
      <translation>使用中</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Install CANN {wanted} from {cann}: sudo ./Ascend-cann-toolkit_{wanted}*.run --install</source>
      <translation>从 {cann} 获取并安装 CANN {wanted}：sudo ./Ascend-cann-toolkit_{wanted}*.run --install</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>Install Cambricon's driver, or pass the device into the container.</source>
      <translation>安装寒武纪的驱动，或将设备传入容器。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Install NVIDIA's driver, then restart the computer.</source>
      <translation>安装 NVIDIA 驱动，然后重新启动计算机。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Install Python {low} to {high}.</source>
      <translation>安装 Python {low} 至 {high}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Install a torch that was built for an older CUDA, or use --device cpu.</source>
      <translation>安装为较旧 CUDA 构建的 torch，或使用 --device cpu。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>Install the {extension} that was built for torch {version} and the SDK that it names.</source>
      <translation>安装为 torch {version} 构建的 {extension}，以及其指定的 SDK。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Install torch for processors: python -m pip install torch --index-url https://download.pytorch.org/whl/cpu</source>
      <translation>安装用于处理器的 torch：python -m pip install torch --index-url https://download.pytorch.org/whl/cpu</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Install versions that belong together: docs/hardware.md.</source>
      <translation>安装相互匹配的版本：docs/hardware.md。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/cli.py" />
      <source>Interrupted.</source>
      <translation>已中断。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Into</source>
      <translation>导出到</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Into the folder</source>
      <translation>下载到文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>It belongs to {picture}, which is not there.</source>
      <translation>它属于 {picture}，但该图片不在此处。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>It cannot be decoded: {error}.</source>
      <translation>无法解码：{error}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>It cannot be read: {why}.</source>
      <translation>无法读取：{why}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/rebuild.py" />
      <source>It cannot be written, or is locked.</source>
      <translation>无法写入，或已被锁定。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It contains {token}, which the model reads as a command.</source>
      <translation>其中含有 {token}，模型会将其当作指令。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It could not be imported{last_words}.</source>
      <translation>无法导入{last_words}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It could not be tried: {strerror}.</source>
      <translation>无法尝试：{strerror}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It declares a document type, which XMP has no use for.</source>
      <translation>它声明了文档类型，而 XMP 不需要。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It did not start within {timeout_s:g} s: the driver may hang.</source>
      <translation>{timeout_s:g} 秒内未能启动：驱动可能已卡死。</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>It did not work with %n picture(s)</source>
      <translation>
        <numerusform>%n 张图片操作失败</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <location filename="../../glm_studio/library/roots.py" />
      <source>It does not answer.</source>
      <translation>没有响应。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>It does not fall asleep while a picture is made; the screen may go dark.</source>
      <translation>生成图片期间不会休眠；屏幕可以变暗。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It does not fit torch or CANN ({name}).</source>
      <translation>它与 torch 或 CANN 不匹配 ({name})。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It ended the process by {signal_name}{last_words}.</source>
      <translation>它使进程因 {signal_name} 而终止{last_words}。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>It has been silent within a job for longer than any of its work takes.</source>
      <translation>它在任务中无响应的时间已超过其任何工作所需的时间。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>It has compute capability {major}.{minor}; torch {version} begins with {oldest}.</source>
      <translation>其计算能力为 {major}.{minor}；torch {version} 最低支持 {oldest}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>It has more than {max_chunks:,} parts.</source>
      <translation>它的数据块超过 {max_chunks:,} 个。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It has no description in it.</source>
      <translation>其中没有描述信息。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/headers.py" />
      <source>It has too many pixels.</source>
      <translation>像素过多。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It has {codes} codes for {rows}x{columns}; a picture of {width}x{height} pixels needs {wanted}.</source>
      <translation>它有 {rows}x{columns} 共 {codes} 个编码；{width}x{height} 像素的图片需要 {wanted} 个。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It holds half of a character.</source>
      <translation>其中含有半个字符。</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It holds no LoRA matrices.</source>
      <translation>其中没有 LoRA 矩阵。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>It holds no recipe of GLM Studio.</source>
      <translation>其中没有 GLM Studio 的配方。</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It holds {strange}, which is no part of a plain LoRA.</source>
      <translation>其中含有 {strange}，这不属于普通 LoRA。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>It is a folder or a device, not a file.</source>
      <translation>这是文件夹或设备，不是文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>It is cut off.</source>
      <translation>文件不完整。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/headers.py" />
      <source>It is damaged: {cause}.</source>
      <translation>已损坏：{cause}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>It is damaged: {damage}.</source>
      <translation>已损坏：{damage}。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <location filename="../../glm_studio/library/png.py" />
      <source>It is empty.</source>
      <translation>它是空的。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It is larger than any such file should be.</source>
      <translation>它比此类文件应有的大小更大。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>It is loading.</source>
      <translation>正在加载。</translation>
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>It is made for {wanted}.</source>
      <translation>它适用于 {wanted}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/decode.py" />
      <source>It is no picture that can be shown</source>
      <translation>不是可以显示的图片</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It is no safetensors file.</source>
      <translation>这不是 safetensors 文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>It is not a PNG file.</source>
      <translation>这不是 PNG 文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/headers.py" />
      <source>It is not a PNG, JPEG, WebP or AVIF file.</source>
      <translation>不是 PNG、JPEG、WebP 或 AVIF 文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It is not well-formed XML: {cause}.</source>
      <translation>它不是格式正确的 XML：{cause}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>It is safe in {rescued} instead.</source>
      <translation>图片已安全保存在 {rescued}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It is sent nowhere. It holds the prompt: read it before you give it away.</source>
      <translation>报告不会发送到任何地方。其中包含提示词：交给他人之前先查看内容。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>It is small: enlarged to {size} it looks soft.</source>
      <translation>图片较小：放大到 {size} 后会显得模糊。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>It is too long and narrow for the model. Choose a part of it.</source>
      <translation>对模型来说过于狭长。选择其中一部分。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is {length:,} bytes long; at {width}x{height}{beside} this model reads {longest:,}.</source>
      <translation>它的长度为 {length:,} 字节；尺寸为 {width}x{height}{beside}，此模型最多读取 {longest:,} 字节。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is {value!r:.40}.</source>
      <translation>它是 {value!r:.40}。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is {weight!r:.40}.</source>
      <translation>它是 {weight!r:.40}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It left no word of why. The system ends programs like this when memory runs out, when a driver fails, or when the machine is switched off.</source>
      <translation>没有留下原因。内存耗尽、驱动出错或计算机关机时，系统会这样结束程序。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>It may have been moved or deleted, or it is damaged; look in the pictures folder.</source>
      <translation>它可能已被移动或删除，或者已损坏；查看图片文件夹。</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>It names a device twice, or one beside {auto} or {all}.</source>
      <translation>其中有重复的设备，或在 {auto} 或 {all} 之外还列出了设备。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It needs the Python package {name}.</source>
      <translation>它需要 Python 包 {name}。</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/model.py" />
      <source>It needs {need:.1f} GiB more, and {free:.1f} GiB are free by now.</source>
      <translation>还需要 {need:.1f} GiB，而目前空闲 {free:.1f} GiB。</translation>
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>It said no more than that.</source>
      <translation>没有更多信息。</translation>
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>It said: {said}.</source>
      <translation>报错内容：{said}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>It said: {short} ({found}: {meaning}).</source>
      <translation>其报错：{short}（{found}：{meaning}）。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>It shares a few gigabytes with the processor, and the model needs 20 GB at least.</source>
      <translation>它与处理器共用几 GB 内存，而模型至少需要 20 GB。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>It takes no more jobs.</source>
      <translation>它不再接受任务。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It was last heard of at {time}. Nothing that was saved is lost.</source>
      <translation>最后一次有响应是在 {time}。已保存的内容没有丢失。</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It was making %n picture(s) at {time}. Nothing that was saved is lost.</source>
      <translation>
        <numerusform>{time} 时正在生成 %n 张图片。已保存的内容没有丢失。</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It was trained with {name}, which this program does not compute.</source>
      <translation>它是用 {name} 训练的，本程序不支持。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>It was tried in each precision, and said: {said}.</source>
      <translation>已尝试每种精度，报错为：{said}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>It was tried several times. The last time: {why}.</source>
      <translation>已尝试多次。最近一次：{why}。</translation>
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>It works; something is worth mending.</source>
      <translation>可以工作；有些问题值得处理。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Its codes are 0 to {codebook_size:,}; use a composition it wrote.</source>
      <translation>编码范围是 0 到 {codebook_size:,}；使用此模型写出的构图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Its corner</source>
      <translation>标识位置</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Its device files or its driver's folder are missing inside.</source>
      <translation>容器内缺少其设备文件或驱动文件夹。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its disk has no trash, or refuses it.</source>
      <translation>其磁盘没有回收站，或回收站拒绝接收。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>Its elements are nested too deeply.</source>
      <translation>其元素嵌套过深。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>Its header is damaged.</source>
      <translation>文件头已损坏。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>Its header names an impossible size.</source>
      <translation>文件头中的尺寸不可能存在。</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Its matrices for {layer} are {up} and {down}; the layer goes from {inputs} to {outputs}.</source>
      <translation>它为 {layer} 提供的矩阵是 {up} 和 {down}；该层的输入为 {inputs}，输出为 {outputs}。</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Its pair for {layer} is empty.</source>
      <translation>{layer} 的矩阵对为空。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Its pixels are not those that were made: they have changed since.</source>
      <translation>其像素与生成时不同：此后已被更改。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Its private key</source>
      <translation>证书的私钥</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its process exited with code {code}.</source>
      <translation>其进程以代码 {code} 退出。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its process was ended from outside, or could not be started.</source>
      <translation>其进程被外部终止，或无法启动。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its published checksum is {expected}…, that of what arrived {found}….</source>
      <translation>公布的校验和是 {expected}…，收到的是 {found}…。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Its recipe is not understood: {error}.</source>
      <translation>无法理解其配方：{error}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Its recipe lacks {error}.</source>
      <translation>其配方缺少 {error}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>Its text is not UTF-8.</source>
      <translation>其文本不是 UTF-8。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Its words</source>
      <translation>标识文字</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Its words do not fit its rows: searches miss pictures.</source>
      <translation>其词语与记录不一致：搜索会漏掉图片。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Its worker ended again and again without finishing a job, the last time by {cause}.</source>
      <translation>其工作线程一再结束而未完成任何任务，最近一次的原因是 {cause}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Keep a piece of a prompt here, and write it with / and its name.</source>
      <translation>在这里保存一段提示词，用 / 加名称插入。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/sizes.py" />
      <source>Keep a size</source>
      <translation>保留尺寸</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Keep it</source>
      <translation>保留</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Keep the detail seed, or not</source>
      <translation>固定细节种子，或不固定</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Keep the layout seed, or not</source>
      <translation>固定构图种子，或不固定</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Keep the machine awake</source>
      <translation>保持计算机唤醒</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Keep the prompt, or what is selected in it, as a snippet</source>
      <translation>将提示词或其中所选部分存为片段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Keep the ratio of the sides</source>
      <translation>保持宽高比</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Keep the ratio of the sides: one follows the other.</source>
      <translation>保持宽高比：一边随另一边变化。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Keep this size among the presets</source>
      <translation>将此尺寸保留在预设中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Keep what the panel shows</source>
      <translation>保留面板上的内容</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Kept until the studio is closed, and written nowhere</source>
      <translation>保留到程序关闭为止，不会写入任何地方</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Keys</source>
      <translation>快捷键</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Kind of file</source>
      <translation>文件类型</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Known: {auto}, {precisions}.</source>
      <translation>可用值：{auto}、{precisions}。</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Known: {names}.</source>
      <translation>可用值：{names}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>Label</source>
      <translation>标识</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Label of GB 45438-2025</source>
      <translation>GB 45438-2025 隐式标识</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Label that can be seen</source>
      <translation>显式标识</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Landscape</source>
      <translation>横向</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Language</source>
      <translation>语言</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Language and look</source>
      <translation>语言与外观</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Larger pictures are made smaller, never larger</source>
      <translation>较大的图片会缩小，不会放大</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Larger than the paper: only its middle is printed.</source>
      <translation>大于纸张：只打印中间部分。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Largest first</source>
      <translation>最大优先</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Last 30 days</source>
      <translation>最近 30 天</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Last 7 days</source>
      <translation>最近 7 天</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Later prompt</source>
      <translation>下一条提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Lay out by what differs</source>
      <translation>按差异排列</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Lay out pictures by what differs</source>
      <translation>按差异排列图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Layout</source>
      <translation>构图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/seed_row.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Layout seed</source>
      <translation>构图种子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Layouts</source>
      <translation>构图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Leave out</source>
      <translation>移除</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Leave out of the comparison</source>
      <translation>移出对比</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Leave out the style {name}</source>
      <translation>移除风格 {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Leave, or stop</source>
      <translation>离开或停止</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Less makes the file smaller and the picture coarser</source>
      <translation>数值越小，文件越小，图片越粗糙</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Let {preset} be what the panel shows now</source>
      <translation>将 {preset} 设为面板上的内容</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Light</source>
      <translation>浅色</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Load</source>
      <translation>负载</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Load the model that this picture was asked of, and make it with that</source>
      <translation>加载这张图片原本要求的模型，并用它生成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>Loading</source>
      <translation>加载中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Loading the model</source>
      <translation>正在加载模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Longest side</source>
      <translation>最长边</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Look again</source>
      <translation>重新查找</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Look at versions, devices, speeds, disks and the display</source>
      <translation>查看版本、设备、速度、磁盘和显示</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>Look for a copy of it elsewhere.</source>
      <translation>在别处查找其副本。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_commands.py" />
      <source>Look for models again</source>
      <translation>重新查找模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Look into it, then delete it.</source>
      <translation>查看其内容，然后删除。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Look through the snippets</source>
      <translation>浏览片段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>Look where it is now.</source>
      <translation>查看它现在的位置。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Looking at the hardware …</source>
      <translation>正在检查硬件…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Looking for models …</source>
      <translation>正在查找模型…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Looking for suggestions…</source>
      <translation>正在查找建议…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <location filename="../../glm_studio/ui/gallery_panel.py" />
      <source>Looking through your pictures…</source>
      <translation>正在查找图片…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Looking … {what}</source>
      <translation>正在查看… {what}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Looks at versions, devices, the model, disks and the display, measures how fast this machine is, and says what a picture will take. About ten seconds.</source>
      <translation>查看版本、设备、模型、磁盘和显示，测量此计算机的速度，并说明生成图片需要多久。约需十秒。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_facts.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Made</source>
      <translation>生成时间</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Made, but not saved: the disk does not take it</source>
      <translation>已生成但未保存：磁盘无法写入</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Make %n picture(s) with another model</source>
      <translation>
        <numerusform>用其他模型生成 %n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Make a first picture</source>
      <translation>生成第一张图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Make a picture</source>
      <translation>生成图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Make all combinations, or some by chance</source>
      <translation>生成所有组合，或随机选取一些</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Make every combination, all with the same seeds, so that only words differ</source>
      <translation>生成每种组合，使用相同的种子，只有词语不同</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Make first</source>
      <translation>最先生成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make it again with another layout</source>
      <translation>以新构图重新生成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make it again with the same layout, painted anew</source>
      <translation>以相同构图重新生成，细节重新绘制</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Make it smaller first.</source>
      <translation>先将其缩小。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Make last</source>
      <translation>最后生成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Make one like it…</source>
      <translation>新建类似风格…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/rescued.py" />
      <source>Make sure that it can be written to, then move them there.</source>
      <translation>确认该文件夹可以写入，然后将图片移入。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Make the contact sheet again</source>
      <translation>重新制作缩略总览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Make the folder or choose another one</source>
      <translation>创建该文件夹或选择其他文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Make the next pictures from the selected ones (R)</source>
      <translation>依据所选图片生成接下来的图片 (R)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>Make the next pictures without {name}</source>
      <translation>接下来的图片不使用 {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Make the picture (Ctrl+Enter)</source>
      <translation>生成图片 (Ctrl+Enter)</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Make the picture {columns}x{rows}, or compose anew.</source>
      <translation>将图片设为 {columns}x{rows}，或重新构图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/resumption.py" />
      <source>Make them with this model</source>
      <translation>用此模型生成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Make these pictures after those (Ctrl+Enter)</source>
      <translation>排在后面生成这些图片 (Ctrl+Enter)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make this picture after all, with the same settings (R)</source>
      <translation>以相同参数重新生成这张图片 (R)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make this picture before all others that wait (Alt+Home)</source>
      <translation>先于所有等待中的图片生成 (Alt+Home)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make this picture with the model that is used now, with its own layout</source>
      <translation>用当前使用的模型生成这张图片，重新构图</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>Measuring it was given up after {limit_s:g} s.</source>
      <translation>测量在 {limit_s:g} 秒后放弃。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Memory</source>
      <translation>内存</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Memory plan</source>
      <translation>内存方案</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Memory plan: {name}</source>
      <translation>内存方案：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/run_follower.py" />
      <source>Memory ran out. The picture starts anew with a smaller plan.</source>
      <translation>内存不足。图片将以更小的方案重新开始。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Memory: at most {need} of {budget}</source>
      <translation>内存：最多 {need}，共 {budget}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Memory: {text}</source>
      <translation>内存：{text}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Mend the file or move it away, and start again; until then it is left as it is.</source>
      <translation>修复该文件或将其移走，然后重新启动；在此之前，文件保持原样。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Mend the file, or move it away and import the folders again.</source>
      <translation>修复该文件，或将其移走后重新导入文件夹。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Missing</source>
      <translation>缺失</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>Missing file</source>
      <translation>文件丢失</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Model</source>
      <translation>模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Models</source>
      <translation>模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Models and network</source>
      <translation>模型与网络</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>More</source>
      <translation>更多</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>More pixels on an inch make the print smaller and finer</source>
      <translation>每英寸像素越多，打印的图片越小、越精细</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>More steps: finer texture and edges. A layout that was written before is painted anew, not composed anew.</source>
      <translation>步数更多：纹理和边缘更精细。已写出的构图会重新绘制，不重新构图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>More that can be done with the queue</source>
      <translation>更多队列操作</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Motion</source>
      <translation>动态效果</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Move a preset</source>
      <translation>移动预设</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Move a reference</source>
      <translation>移动参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/rescued.py" />
      <source>Move it there now</source>
      <translation>立即移入</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Move it to where the picture is now, or delete it.</source>
      <translation>将其移到图片现在的位置，或删除。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Move left</source>
      <translation>左移</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Move right</source>
      <translation>右移</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>Move that file away, then undo again.</source>
      <translation>将该文件移走，然后再次撤销。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/rescued.py" />
      <source>Move them there now</source>
      <translation>立即移入</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Move them to {folder}.</source>
      <translation>将图片移到 {folder}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Move to the trash</source>
      <translation>移到回收站</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Move to the trash (Del)</source>
      <translation>移到回收站 (Del)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Move {preset} down</source>
      <translation>下移 {preset}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Move {preset} up</source>
      <translation>上移 {preset}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/rescued.py" />
      <source>Moved to the pictures folder: %n picture(s)</source>
      <translation>
        <numerusform>已将 %n 张图片移到图片文件夹</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Name</source>
      <translation>名称</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name a file that begins with -----BEGIN CERTIFICATE-----.</source>
      <translation>指定以 -----BEGIN CERTIFICATE----- 开头的文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name a file that begins with -----BEGIN PRIVATE KEY-----.</source>
      <translation>指定以 -----BEGIN PRIVATE KEY----- 开头的文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name a key without one, in a file that you alone can read.</source>
      <translation>指定没有密码的密钥，其文件应只有自己能读取。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Name a whole path for the folder.</source>
      <translation>输入文件夹的完整路径。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name another certificate, or move it away: then a new one is made.</source>
      <translation>指定其他证书，或将其移走：之后会创建新证书。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Name at most {most_together} different seeds, this picture's among them.</source>
      <translation>最多指定 {most_together} 个不同的种子，其中须包含这张图片的种子。</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>Name each device once, or use {auto} or {all} alone.</source>
      <translation>每个设备只写一次，或单独使用 {auto} 或 {all}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Name of a new preset</source>
      <translation>新预设的名称</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Name of {preset}</source>
      <translation>{preset} 的名称</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>Name the certificate and its key in the settings, or neither.</source>
      <translation>在设置中同时指定证书及其密钥，或都不指定。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name the certificate and the key that were made together.</source>
      <translation>指定配对的证书和密钥。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Named</source>
      <translation>名称</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Nearer to the prompt</source>
      <translation>靠近提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Nearly all that the model reads: {n} bytes are left.</source>
      <translation>接近模型可读取的上限：还剩 {n} 字节。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Never</source>
      <translation>从不</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>New board</source>
      <translation>新建画板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>New board…</source>
      <translation>新建画板…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>New detail</source>
      <translation>新细节</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>New layout</source>
      <translation>新构图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_painter.py" />
      <source>New picture</source>
      <translation>新图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>New seeds</source>
      <translation>换新种子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>New style…</source>
      <translation>新建风格…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/name_picker.py" />
      <source>New: {name}</source>
      <translation>新建：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Newest first</source>
      <translation>最新优先</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>No Apple graphics was found.</source>
      <translation>未找到 Apple GPU。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>No Ascend card was found.</source>
      <translation>未找到昇腾加速卡。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>No Cambricon card was found.</source>
      <translation>未找到寒武纪加速卡。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>No NVIDIA card was found.</source>
      <translation>未找到 NVIDIA 加速卡。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>No card was found: pictures are made on the processor.</source>
      <translation>未找到加速卡：图片在处理器上生成。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate_making.py" />
      <source>No certificate can be made in {folder}: {cause}.</source>
      <translation>无法在 {folder} 中创建证书：{cause}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>No earlier prompt has these words.</source>
      <translation>历史提示词中没有这些词。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>No file manager opened {folder}</source>
      <translation>没有文件管理器能打开 {folder}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/watching.py" />
      <source>No longer on the disk: %n picture(s)</source>
      <translation>
        <numerusform>%n 张图片已不在磁盘上</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>No memory may be used.</source>
      <translation>没有内存可供使用。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>No parameter differs.</source>
      <translation>没有不同的参数。</translation>
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>No picture can be made as it is.</source>
      <translation>目前无法生成图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>No picture matches</source>
      <translation>没有匹配的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>No pictures yet</source>
      <translation>还没有图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>No setting has these words.</source>
      <translation>没有含这些词的设置。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>No snippet has these letters.</source>
      <translation>没有含这些字符的片段。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>No suggestions</source>
      <translation>没有建议</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>No tags</source>
      <translation>没有标签</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>No template has these words.</source>
      <translation>没有含这些词的模板。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>No time can be estimated.</source>
      <translation>无法估计时间。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Nobody answers at {server}: {words}.</source>
      <translation>{server} 没有响应：{words}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Nobody can tell that the picture was generated. Rules for generated content, in China and in the EU, may forbid publishing it like this.</source>
      <translation>无法看出图片是生成的。中国和欧盟关于生成合成内容的规定可能禁止这样发布。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>None</source>
      <translation>无</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>None yet. A preset keeps steps and guidance, and the size if you like.</source>
      <translation>暂无。预设保留步数和引导强度，也可保留尺寸。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>None, or what the system says</source>
      <translation>不使用，或按系统设置</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Normal</source>
      <translation>标准</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>Not all pictures that waited could be taken over.</source>
      <translation>未能恢复全部等待中的图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Not measured</source>
      <translation>未测量</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Not rated</source>
      <translation>未评分</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>Not reachable</source>
      <translation>无法访问</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>Not read from {folder}</source>
      <translation>{folder} 中未能读取的文件</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <source>Not taken, since they are no files on this machine: {names}</source>
      <translation>未采用，因为不是此计算机上的文件：{names}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <source>Not usable</source>
      <translation>不可用</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Nothing</source>
      <translation>无</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/export.py" />
      <source>Nothing can be exported to {place}.</source>
      <translation>无法导出到 {place}。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Nothing can be measured.</source>
      <translation>无法测量。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Nothing can be planned.</source>
      <translation>无法规划。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Nothing is downloaded.</source>
      <translation>没有下载任何内容。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Nothing is downloaded; a download that runs is paused.</source>
      <translation>不下载任何内容；正在进行的下载会暂停。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Nothing is planned, for no device is left without {unwell}.</source>
      <translation>未作规划：除 {unwell} 外没有其他设备。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Nothing stands between these quotes. Click to select them.</source>
      <translation>这对引号之间为空。单击以选中。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>Now</source>
      <translation>当前</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Numbers with commas, or a range: 1, 1.5, 3 or 1..3 step 0.5</source>
      <translation>用逗号分隔的数字，或范围：1, 1.5, 3 或 1..3 step 0.5</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Numbers with commas, or a range: 8, 16, 30 or 10..50 step 10</source>
      <translation>用逗号分隔的数字，或范围：8, 16, 30 或 10..50 step 10</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Of the colour channels, 0 to 255; PSNR is higher the more alike the pictures are</source>
      <translation>按颜色通道计算，0 到 255；图片越相似，PSNR 越高</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Off</source>
      <translation>关闭</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Oldest first</source>
      <translation>最旧优先</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>On</source>
      <translation>开启</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>On copies and exports</source>
      <translation>在副本和导出的图片上</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>On disk</source>
      <translation>磁盘占用</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>On every picture</source>
      <translation>在每张图片上</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>On no board</source>
      <translation>不在任何画板中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>On no picture</source>
      <translation>不添加</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>On the board {board}: %n picture(s)</source>
      <translation>
        <numerusform>已放入画板 {board}：%n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>On this machine</source>
      <translation>在此计算机上</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>On this machine ({device}, {precision}) a picture takes {time}.</source>
      <translation>在此计算机上（{device}，{precision}），生成一张图片需要 {time}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>On {device}</source>
      <translation>在 {device} 上</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>On {device}: composing {a}, painting {b}, finishing {c}</source>
      <translation>在 {device} 上：构图 {a}，绘制 {b}，收尾 {c}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>One after the other in the same place (3)</source>
      <translation>在同一位置轮流显示 (3)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>One layout, painted anew each time: the layout seed stays, the detail seed counts up. The layout is written once for all of them.</source>
      <translation>同一构图，每次重新绘制：构图种子不变，细节种子递增。构图只写出一次，供所有图片使用。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>One left and one right of a line that you drag (2)</source>
      <translation>拖动分隔线，左右各显示一张 (2)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_chip.py" />
      <source>One of your own; Delete removes it.</source>
      <translation>自定义尺寸；按 Delete 移除。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <source>One picture over two: {a} and {b}</source>
      <translation>一张图片用两块：{a} 和 {b}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>One word that search engines and picture agencies look for, and a way to mark pictures as article 50 of the EU's AI Act asks (www.iptc.org).</source>
      <translation>搜索引擎和图片机构会查找的一个词，也是按欧盟《人工智能法案》第 50 条的要求标识图片的一种方式 (www.iptc.org)。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Only after a crash</source>
      <translation>仅在崩溃后</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Only for private or gated models</source>
      <translation>仅用于私有或受限模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures made with references, or without</source>
      <translation>仅显示使用或未使用参考图的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures of a model or program</source>
      <translation>仅显示某个模型或程序的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures of a size or shape</source>
      <translation>仅显示某个尺寸或形状的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures of this seed</source>
      <translation>仅显示此种子的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures rated so high</source>
      <translation>仅显示评分不低于此的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures that were made then</source>
      <translation>仅显示此时间段生成的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures with all these tags</source>
      <translation>仅显示带有所有这些标签的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Only the labels</source>
      <translation>仅标识</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Only {n} adapters can be used at a time.</source>
      <translation>最多同时使用 {n} 个适配器。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Only {n} reference pictures can be used at a time.</source>
      <translation>最多同时使用 {n} 张参考图。</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Open it elsewhere and save it again.</source>
      <translation>在其他程序中打开并重新保存。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Open it on the canvas</source>
      <translation>在画布上打开</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Open on the canvas</source>
      <translation>在画布上打开</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Open on the canvas (Enter)</source>
      <translation>在画布上打开 (Enter)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Open the folder</source>
      <translation>打开文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Open the folder of the wildcard files</source>
      <translation>打开通配文件所在的文件夹</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Open the model again and retry.</source>
      <translation>重新打开模型后重试。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Opening the model</source>
      <translation>正在打开模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_pane.py" />
      <source>Opening…</source>
      <translation>正在打开…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Order</source>
      <translation>排序</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Order: {order}</source>
      <translation>排序：{order}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Origin</source>
      <translation>来源</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Other layout: the same prompt and settings, composed anew (Ctrl+Shift+D)</source>
      <translation>新构图：提示词和参数不变，重新构图 (Ctrl+Shift+D)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Other layouts in the same hand: the detail seed stays, the layout seed counts up. Layouts are written four at a time.</source>
      <translation>笔触相同，构图不同：细节种子不变，构图种子递增。每次同时写出四个构图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>PNG keeps every pixel; the others make smaller files</source>
      <translation>PNG 保留每个像素；其他格式文件更小</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>PSNR {n} dB</source>
      <translation>PSNR {n} dB</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Painting</source>
      <translation>绘制中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Paper</source>
      <translation>纸张</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Parameters</source>
      <translation>参数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Parameters for other programs</source>
      <translation>供其他程序使用的参数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Part of {name}</source>
      <translation>{name} 的一部分</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>Paste</source>
      <translation>粘贴</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Pause</source>
      <translation>暂停</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Pause the queue, or go on</source>
      <translation>暂停或继续队列</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Paused</source>
      <translation>已暂停</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Picture</source>
      <translation>图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Picture copied</source>
      <translation>已复制图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Picture {i} of {n}</source>
      <translation>第 {i} 张，共 {n} 张</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/count_row.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Pictures</source>
      <translation>图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Pictures are being made.</source>
      <translation>正在生成图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Pictures are made on this machine alone. This is what was found on it:</source>
      <translation>图片只在本机上生成。本机检测结果：</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Pictures are made on {name} ({title}) instead, which may take longer.</source>
      <translation>图片改在 {name} ({title}) 上生成，可能需要更长时间。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Pictures are made without {name}.</source>
      <translation>生成图片时不使用 {name}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>Pictures are not signed</source>
      <translation>图片未签名</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Pictures beside each other on the sheet</source>
      <translation>缩略总览中每行的图片数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Pictures that could not be saved where they belong: {n}.</source>
      <translation>无法保存到原定位置的图片：{n} 张。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Pictures that the new one starts from, beside the prompt.
Drop up to {n} files here, or click to choose.</source>
      <translation>新图片除提示词外所依据的图片。
最多拖入 {n} 个文件，或单击选择。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Pictures that you ask for line up here, and stay listed when they are done.</source>
      <translation>要生成的图片在此排队，完成后仍留在列表中。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Pictures with four or five stars</source>
      <translation>四星或五星的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Pixels an inch</source>
      <translation>每英寸像素数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Places</source>
      <translation>位置</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Planned without {unwell}.</source>
      <translation>规划时不含 {unwell}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/film_bar.py" />
      <source>Play the previews</source>
      <translation>播放预览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Portrait</source>
      <translation>纵向</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Power</source>
      <translation>功耗</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Precision: {name}</source>
      <translation>精度：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Preset: draft</source>
      <translation>预设：草稿</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Preset: fine</source>
      <translation>预设：精细</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Preset: normal</source>
      <translation>预设：标准</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Presets</source>
      <translation>预设</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Previews</source>
      <translation>预览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>Previews gather here while the picture is made.</source>
      <translation>图片生成期间，预览会汇集在这里。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>Previews of this picture</source>
      <translation>这张图片的预览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Print</source>
      <translation>打印</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Print…</source>
      <translation>打印…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Producer</source>
      <translation>生成合成服务提供者</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Program</source>
      <translation>程序</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Program and libraries</source>
      <translation>程序和库</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Progress</source>
      <translation>进度</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Prompt</source>
      <translation>提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Prompt and parameters (F8)</source>
      <translation>提示词与参数 (F8)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Prompt copied</source>
      <translation>已复制提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: address</source>
      <translation>提示词润色：地址</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: instruction</source>
      <translation>提示词润色：指令</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: key</source>
      <translation>提示词润色：密钥</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: model</source>
      <translation>提示词润色：模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: temperature</source>
      <translation>提示词润色：温度</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Prompt, settings, recipe and labels</source>
      <translation>提示词、参数、配方和标识</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Prompts that pictures were made of gather here.</source>
      <translation>生成过图片的提示词会汇集在这里。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Propagator</source>
      <translation>内容传播服务提供者</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Proxy</source>
      <translation>代理</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Put into the panel</source>
      <translation>放入面板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Put into the panel, to change it</source>
      <translation>放入面板以便修改</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Put it back</source>
      <translation>恢复</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Put on a board</source>
      <translation>放入画板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>Put on a board (B)</source>
      <translation>放入画板 (B)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Put pictures on a board…</source>
      <translation>将图片放入画板…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Put the selected pictures on a board (B)</source>
      <translation>将所选图片放入画板 (B)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Put this picture's settings into the panel, to change them</source>
      <translation>将这张图片的参数放入面板以便修改</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>Put this prompt and these parameters into the panel</source>
      <translation>将此提示词和这些参数放入面板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Put {field} into the name</source>
      <translation>在名称中插入 {field}</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Python {version} on {system} {machine}.</source>
      <translation>Python {version}，{system} {machine}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/preset_row.py" />
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Quality</source>
      <translation>质量</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/queue_view.py" />
      <source>Queue</source>
      <translation>队列</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Queue %n picture(s)</source>
      <translation>
        <numerusform>将 %n 张图片加入队列</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue again with new seeds</source>
      <translation>换新种子再次加入队列</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Queue the same again with another layout and other detail</source>
      <translation>以另一种构图和细节再次加入队列</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: cancel the selected</source>
      <translation>队列：取消所选</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: earlier</source>
      <translation>队列：提前</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: later</source>
      <translation>队列：推后</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: try the selected again</source>
      <translation>队列：重试所选</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Quit</source>
      <translation>退出</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate</source>
      <translation>评分</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate: %n star(s)</source>
      <translation>
        <numerusform>评分：%n 星</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Rate: 1 to 5, 0 takes the rating away</source>
      <translation>评分：1 到 5，0 清除评分</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate: no stars</source>
      <translation>评分：无星</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Rating</source>
      <translation>评分</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Rating: {words}</source>
      <translation>评分：{words}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Read every file and compare it with its published checksum</source>
      <translation>读取每个文件，并与公布的校验和比较</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Read no further</source>
      <translation>停止读取</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Read the prompts that come next</source>
      <translation>查看接下来的提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Read what is sent…</source>
      <translation>查看实际发送内容…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Reading</source>
      <translation>读取中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>Reading the devices …</source>
      <translation>正在读取设备…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Reading: {done} of {total}</source>
      <translation>读取中：{done}，共 {total}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Reads weights at {a} GB/s, copies at {b} GB/s</source>
      <translation>以 {a} GB/s 读取权重，以 {b} GB/s 复制</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Ready</source>
      <translation>就绪</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Ready.</source>
      <translation>已就绪。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Recipe</source>
      <translation>配方</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Redo</source>
      <translation>重做</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Reduced</source>
      <translation>减弱</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Reduced: nothing slides, blinks or fades.</source>
      <translation>减弱：没有滑动、闪烁或淡入淡出。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Reference {i} of {n}: {name}</source>
      <translation>参考图 {i}/{n}：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>References</source>
      <translation>参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Remove</source>
      <translation>移除</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Remove a reference</source>
      <translation>移除参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/sizes.py" />
      <source>Remove a size</source>
      <translation>移除尺寸</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Remove all references</source>
      <translation>移除所有参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/adapters.py" />
      <source>Remove an adapter</source>
      <translation>移除适配器</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Remove from the list</source>
      <translation>从列表中移除</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Remove this reference</source>
      <translation>移除这张参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_chip.py" />
      <source>Remove this size</source>
      <translation>移除这个尺寸</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Rename</source>
      <translation>重命名</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Rename a board</source>
      <translation>重命名画板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Rename a preset</source>
      <translation>重命名预设</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Rename snippet</source>
      <translation>重命名片段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/list_popover.py" />
      <source>Rename the chosen one (F2)</source>
      <translation>重命名所选项 (F2)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Reorder the queue</source>
      <translation>调整队列顺序</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Repair</source>
      <translation>修复</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>Repair the file, or move it away and try again.</source>
      <translation>修复该文件，或将其移走后重试。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Replace a reference</source>
      <translation>替换参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Replace it by a copy from a backup, if there is one.</source>
      <translation>如有备份，用备份中的副本替换。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Report</source>
      <translation>报告</translation>
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>Report it with the log.</source>
      <translation>附上日志报告问题。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Reset all settings</source>
      <translation>重置所有参数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/parameters.py" />
      <source>Reset settings</source>
      <translation>重置参数</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>Restart it or the machine. The log has what was said.</source>
      <translation>重新启动设备或计算机。报错内容见日志。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewrite</source>
      <translation>改写</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewrite again</source>
      <translation>重新改写</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewrite the prompt</source>
      <translation>改写提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewritten</source>
      <translation>已改写</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Rows</source>
      <translation>行</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Run</source>
      <translation>运行</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Run it again</source>
      <translation>重新运行</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Run the program with a Python for Apple's processors, not through Rosetta.</source>
      <translation>使用适用于 Apple 处理器的 Python 运行程序，不要通过 Rosetta。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Run: export LD_LIBRARY_PATH={driver}/driver:{driver}/common:$LD_LIBRARY_PATH, then start the program again.</source>
      <translation>运行：export LD_LIBRARY_PATH={driver}/driver:{driver}/common:$LD_LIBRARY_PATH，然后重新启动程序。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Run: source /usr/local/Ascend/ascend-toolkit/set_env.sh (in newer versions /usr/local/Ascend/cann/set_env.sh), then start the program again from there.</source>
      <translation>运行：source /usr/local/Ascend/ascend-toolkit/set_env.sh（较新版本为 /usr/local/Ascend/cann/set_env.sh），然后在同一终端重新启动程序。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Run: source {script}, then start the program again from there.</source>
      <translation>运行：source {script}，然后在同一终端重新启动程序。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Run: sudo usermod -a -G HwHiAiUser $USER, then log out and in again.</source>
      <translation>运行：sudo usermod -a -G HwHiAiUser $USER，然后注销并重新登录。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <location filename="../../engine/devices/cuda.py" />
      <source>Run: unset {visible}, then start the program again.</source>
      <translation>运行：unset {visible}，然后重新启动程序。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>Run: {command}</source>
      <translation>运行：{command}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Run: {executable} -m pip install 'torch_npu=={release}.*'</source>
      <translation>运行：{executable} -m pip install 'torch_npu=={release}.*'</translation>
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>Run: {executable} -m pip install '{wanted}'</source>
      <translation>运行：{executable} -m pip install '{wanted}'</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Run: {executable} -m pip install --force-reinstall torch=={release} --index-url {index}</source>
      <translation>运行：{executable} -m pip install --force-reinstall torch=={release} --index-url {index}</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Run: {executable} -m pip install --force-reinstall {wanted}</source>
      <translation>运行：{executable} -m pip install --force-reinstall {wanted}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Run: {executable} -m pip install {name}</source>
      <translation>运行：{executable} -m pip install {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Runs</source>
      <translation>运行</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <location filename="../../glm_studio/library/rebuild.py" />
      <source>SQLite says: {error}.</source>
      <translation>SQLite 报告：{error}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Same layout, new detail</source>
      <translation>相同构图，新细节</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Same layout, other detail: paint this composition anew (Ctrl+D)</source>
      <translation>相同构图，新细节：按此构图重新绘制 (Ctrl+D)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Save</source>
      <translation>保存</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Save a copy, also in another format (Ctrl+Shift+S)</source>
      <translation>保存副本，也可用其他格式 (Ctrl+Shift+S)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Save a preset</source>
      <translation>保存预设</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/run_follower.py" />
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>Save again</source>
      <translation>重新保存</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Save and edit presets…</source>
      <translation>保存和编辑预设…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Save as</source>
      <translation>另存为</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Save as a snippet</source>
      <translation>存为片段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Save as a snippet…</source>
      <translation>存为片段…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Save as a template</source>
      <translation>存为模板</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Save it with 8 or 16 bits a channel.</source>
      <translation>以每通道 8 或 16 位保存。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Save preset</source>
      <translation>保存预设</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Save report</source>
      <translation>保存报告</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Save report…</source>
      <translation>保存报告…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Save snippet</source>
      <translation>保存片段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>Save the certificate</source>
      <translation>保存证书</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>Save the certificate…</source>
      <translation>保存证书…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Save the picture as</source>
      <translation>图片另存为</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Save the picture as…</source>
      <translation>图片另存为…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Save the previews</source>
      <translation>保存预览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_bar.py" />
      <source>Save the previews as an animation</source>
      <translation>将预览保存为动画</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Save the previews as an animation…</source>
      <translation>将预览保存为动画…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Save the prompt as a snippet</source>
      <translation>将提示词存为片段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Save the prompt as a template</source>
      <translation>将提示词存为模板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Save the prompt…</source>
      <translation>保存提示词…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Saved as a template: {name}</source>
      <translation>已存为模板：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/run_follower.py" />
      <location filename="../../glm_studio/state/studio.py" />
      <location filename="../../glm_studio/ui/centre.py" />
      <source>Saved {name}</source>
      <translation>已保存 {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Saved. Write it with /{name}</source>
      <translation>已保存。用 /{name} 插入</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Saving</source>
      <translation>正在保存</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Search</source>
      <translation>搜索</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Search by key or by what it does</source>
      <translation>按快捷键或功能搜索</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Search in earlier prompts</source>
      <translation>搜索历史提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Search in prompts, tags and file names</source>
      <translation>搜索提示词、标签和文件名</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Search in snippets</source>
      <translation>搜索片段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Search in the gallery</source>
      <translation>搜索图库</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Search the commands</source>
      <translation>搜索命令</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Search the commands (Ctrl+K)</source>
      <translation>搜索命令 (Ctrl+K)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Search the keys</source>
      <translation>搜索快捷键</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>Search the settings</source>
      <translation>搜索设置</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Search the templates</source>
      <translation>搜索模板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Searching…</source>
      <translation>正在搜索…</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>See what is wrong with it: nvidia-smi</source>
      <translation>查看问题所在：nvidia-smi</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See what it complains of: npu-smi info -t health -i {npu} -c {chip}</source>
      <translation>查看其报告的问题：npu-smi info -t health -i {npu} -c {chip}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>See whether driver, CANN and torch_npu belong together: docs/hardware.md.</source>
      <translation>检查驱动、CANN 与 torch_npu 是否匹配：docs/hardware.md。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See whether it is well: npu-smi info</source>
      <translation>检查其是否正常：npu-smi info</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>See whether its driver and toolkit belong together: glm-studio doctor.</source>
      <translation>检查驱动与工具包是否匹配：glm-studio doctor。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See whether the card is well and free: npu-smi info. Another container may hold it.</source>
      <translation>检查加速卡是否正常且空闲：npu-smi info。它可能被其他容器占用。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>See whether the card sits in its slot and has power: lspci -d 19e5:</source>
      <translation>检查加速卡是否插好并已通电：lspci -d 19e5:</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>See whether the server is busy or stuck, then try again.</source>
      <translation>检查服务器是否繁忙或卡住，然后重试。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>See which pictures are missing in the queue, and ask for them again.</source>
      <translation>查看队列中缺少哪些图片，然后重新加入。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See who uses it: npu-smi info. A container needs --device=/dev/davinci{place}.</source>
      <translation>查看谁在使用它：npu-smi info。容器需要 --device=/dev/davinci{place}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/seed_filter.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Seed</source>
      <translation>种子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>Seed {seed}</source>
      <translation>种子 {seed}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Seeds and count</source>
      <translation>种子与数量</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>Seeds of the last pictures</source>
      <translation>最近图片的种子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Seeds with commas; x4 counts four up, x4 random draws four</source>
      <translation>用逗号分隔的种子；x4 递增四个，x4 random 随机取四个</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Select 2 to 8 pictures to compare them.</source>
      <translation>选择 2 到 8 张图片进行对比。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_details.py" />
      <source>Select a picture to see how it was made.</source>
      <translation>选择一张图片，查看它是怎样生成的。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Select nothing</source>
      <translation>取消选择</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Select the pictures that go on the new board.</source>
      <translation>选择要放入新画板的图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Select the quote in the prompt</source>
      <translation>在提示词中选中该引号</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>Sentences that go around the prompt; {prompt} stands for the prompt itself.</source>
      <translation>放在提示词前后的句子；{prompt} 代表提示词本身。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Series of {n}</source>
      <translation>系列，共 {n} 张</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>Settings</source>
      <translation>设置</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Shape</source>
      <translation>形状</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Shorten it to at most {longest:,} bytes: an English letter is one, a Chinese character three.</source>
      <translation>缩短到最多 {longest:,} 字节：一个英文字母占一字节，一个汉字占三字节。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Show</source>
      <translation>显示</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show all keys</source>
      <translation>显示所有快捷键</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Show all pictures again</source>
      <translation>重新显示所有图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Show differences {n} times as strong</source>
      <translation>将差异放大 {n} 倍显示</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Show in the file manager</source>
      <translation>在文件管理器中显示</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Show in the file manager (F)</source>
      <translation>在文件管理器中显示 (F)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Show it</source>
      <translation>显示</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show or hide the panel</source>
      <translation>显示或隐藏面板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show or hide the pictures</source>
      <translation>显示或隐藏图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <location filename="../../glm_studio/ui/centre.py" />
      <source>Show or hide the previews of the run</source>
      <translation>显示或隐藏运行的预览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Show pictures whole, or fill their tiles</source>
      <translation>完整显示图片，或填满方格</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Show the contact sheet</source>
      <translation>显示缩略总览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Show the difference</source>
      <translation>显示差异</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Show the folder of the wildcard files</source>
      <translation>显示通配文件所在的文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Show these days</source>
      <translation>显示这些日期</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Show this folder no longer, keep its files</source>
      <translation>不再显示此文件夹，保留其文件</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Show which</source>
      <translation>查看</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>Show {section}</source>
      <translation>显示{section}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Shows the picture while it is made, for at most a fiftieth of its time. The finished picture is the same without.</source>
      <translation>生成期间显示图片，最多占用五十分之一的时间。不影响最终图片。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Sides are multiples of 32 from {min_side} to {max_side} pixels; the nearest allowed size is {width}x{height}.</source>
      <translation>边长是 {min_side} 到 {max_side} 像素之间 32 的倍数；最接近的可用尺寸是 {width}x{height}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>Signed by {name}</source>
      <translation>由 {name} 签名</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Signs every picture in the producer's name: what made it, and that nothing was changed since. Neither the prompt nor names of files are in them. They add 3 kB.</source>
      <translation>以生成合成服务提供者的名义为每张图片签名：写明由什么生成，以及此后没有更改。其中不含提示词和文件名。文件增大 3 kB。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Size</source>
      <translation>尺寸</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Size of the tiles</source>
      <translation>方格大小</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Size on paper</source>
      <translation>纸上尺寸</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Sizes with commas: 1024x1024, 1280x768</source>
      <translation>用逗号分隔的尺寸：1024x1024, 1280x768</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Small, and every program opens it; fine edges get a little noise</source>
      <translation>文件小，所有程序都能打开；细微边缘略有噪点</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Smaller than JPEG; browsers and most programs open it</source>
      <translation>比 JPEG 更小；浏览器和大多数程序能打开</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Snippet “{name}” deleted</source>
      <translation>片段“{name}”已删除</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippet_popup.py" />
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Snippets</source>
      <translation>片段</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Snippets: pieces of prompts to be used again (Ctrl+Space)</source>
      <translation>片段：可重复使用的提示词段落 (Ctrl+Space)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>So many of its pixels on an inch</source>
      <translation>每英寸的图片像素数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_preview.py" />
      <source>So the label stands on pictures</source>
      <translation>标识在图片上的样子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Source type of IPTC</source>
      <translation>IPTC 数字来源类型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Speed</source>
      <translation>速度</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Spelling</source>
      <translation>拼写</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Square</source>
      <translation>方形</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Start GLM Studio, or run: {command}</source>
      <translation>启动 GLM Studio，或运行：{command}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Start the container with: --device=/dev/davinci0 --device=/dev/davinci_manager --device=/dev/devmm_svm --device=/dev/hisi_hdc -v /usr/local/Ascend/driver:/usr/local/Ascend/driver:ro -v /usr/local/bin/npu-smi:/usr/local/bin/npu-smi:ro</source>
      <translation>启动容器时加上：--device=/dev/davinci0 --device=/dev/davinci_manager --device=/dev/devmm_svm --device=/dev/hisi_hdc -v /usr/local/Ascend/driver:/usr/local/Ascend/driver:ro -v /usr/local/bin/npu-smi:/usr/local/bin/npu-smi:ro</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Start the machine again, then see: npu-smi info</source>
      <translation>重新启动计算机，然后查看：npu-smi info</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Start the machine again; if that does not help, see: dmesg | grep -i -e drv -e ascend</source>
      <translation>重新启动计算机；若无效，查看：dmesg | grep -i -e drv -e ascend</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Start the server, or check its address in the settings.</source>
      <translation>启动服务器，或检查设置中的地址。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Starting the engine</source>
      <translation>正在启动引擎</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>Stay</source>
      <translation>不关闭</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Step {done} of {total}</source>
      <translation>第 {done} 步，共 {total} 步</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Steps</source>
      <translation>步数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Steps and guidance</source>
      <translation>步数与引导强度</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/resumption.py" />
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/film_bar.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Stop</source>
      <translation>停止</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Stop the picture that is being made (Esc)</source>
      <translation>停止正在生成的图片 (Esc)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Stop what is being made and forget those that wait (Shift+Esc)</source>
      <translation>停止正在生成的图片，并清除等待中的图片 (Shift+Esc)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Stop: change with X</source>
      <translation>停止：用 X 切换</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Stop; what has arrived is kept</source>
      <translation>停止；保留已下载的内容</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Stopped</source>
      <translation>已停止</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Stopped. What had come is here.</source>
      <translation>已停止。已收到的内容在此。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Stopping</source>
      <translation>正在停止</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Stopping…</source>
      <translation>正在停止…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>Style</source>
      <translation>风格</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Style: {name}</source>
      <translation>风格：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Swap the two pictures</source>
      <translation>交换两张图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Swap the two pictures (X)</source>
      <translation>交换两张图片 (X)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Swap width and height</source>
      <translation>交换宽度和高度</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Tag pictures…</source>
      <translation>为图片加标签…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Tag the selected pictures (T)</source>
      <translation>为所选图片加标签 (T)</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Tagged {tag}: %n picture(s)</source>
      <translation>
        <numerusform>已加标签 {tag}：%n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Tags</source>
      <translation>标签</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Tags…</source>
      <translation>标签…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>Take a PNG, JPEG or WebP file, or copy the picture again.</source>
      <translation>使用 PNG、JPEG 或 WebP 文件，或重新复制图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/name_chips.py" />
      <source>Take away: {name}</source>
      <translation>移除：{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Take off a board</source>
      <translation>移出画板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Take off the board {board}</source>
      <translation>从画板 {board} 移出</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Tell when pictures are done</source>
      <translation>图片完成时通知</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Temperature</source>
      <translation>温度</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Templates</source>
      <translation>模板</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Templates: prompts to be filled in (Ctrl+Shift+T)</source>
      <translation>模板：待填写的提示词 (Ctrl+Shift+T)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Text</source>
      <translation>文字</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>That it was generated, and by whom; neither prompt nor settings</source>
      <translation>写明图片是生成的以及由谁生成；不含提示词和参数</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The Ascend card is not open to this container.</source>
      <translation>昇腾加速卡未对此容器开放。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>The Cambricon card cannot be used by torch alone.</source>
      <translation>仅凭 torch 无法使用寒武纪加速卡。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>The Cambricon card has no driver.</source>
      <translation>寒武纪加速卡没有驱动。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The NVIDIA card cannot be used by this torch.</source>
      <translation>当前的 torch 无法使用该 NVIDIA 加速卡。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The NVIDIA card does not answer.</source>
      <translation>NVIDIA 加速卡没有响应。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The NVIDIA card has no driver.</source>
      <translation>NVIDIA 加速卡没有驱动。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The adapter</source>
      <translation>适配器</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The adapter weight</source>
      <translation>适配器权重</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The adapter {path} cannot be used.</source>
      <translation>无法使用适配器 {path}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The address knows no such repository, or does not show it without a token.</source>
      <translation>该地址没有这个仓库，或没有令牌时不显示。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The address {address} does not answer.</source>
      <translation>地址 {address} 没有响应。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>The card {name} ({title}) cannot multiply.</source>
      <translation>加速卡 {name} ({title}) 无法进行乘法运算。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>The card {name} ({title}) failed.</source>
      <translation>加速卡 {name} ({title}) 发生故障。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The card {name} does not answer.</source>
      <translation>加速卡 {name} 没有响应。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The card {name} is gone.</source>
      <translation>加速卡 {name} 已消失。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The card {npu} of npu-smi</source>
      <translation>npu-smi 中的加速卡 {npu}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The card {title} is not well.</source>
      <translation>加速卡 {title} 状态异常。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>The certificate in {path} expired on {day}.</source>
      <translation>{path} 中的证书已于 {day} 过期。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>The certificate is valid until {day}. Other programs call the signer unknown until they are given it.</source>
      <translation>证书有效期至 {day}。在获得此证书之前，其他程序会将签名者视为未知。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>The clipboard holds no picture any more.</source>
      <translation>剪贴板中已没有图片。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The composition</source>
      <translation>构图</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The composition seed</source>
      <translation>构图种子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>The connection is gone, and is tried again. It said: {why}</source>
      <translation>连接已断开，正在重试。报错内容：{why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>The connection to {server} broke before the answer was whole.</source>
      <translation>与 {server} 的连接在回答完整之前中断。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>The credentials are not understood.</source>
      <translation>无法理解内容凭证。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The device {name} ({title}) does not answer.</source>
      <translation>设备 {name} ({title}) 没有响应。</translation>
    </message>
    <message>
      <location filename="../../engine/holder.py" />
      <source>The device {name} ({title}) has too little free memory.</source>
      <translation>设备 {name} ({title}) 的空闲内存太少。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The device {name} ({title}) took its process with it.</source>
      <translation>设备 {name} ({title}) 导致其进程终止。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <location filename="../../engine/measure_process.py" />
      <source>The device {name} cannot be measured.</source>
      <translation>无法测量设备 {name}。</translation>
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>The device {name} ran out of memory.</source>
      <translation>设备 {name} 内存不足。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The device {wish} cannot be opened.</source>
      <translation>无法打开设备 {wish}。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The devices cannot be listed.</source>
      <translation>无法列出设备。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_choice.py" />
      <source>The devices that pictures are made on. Another choice loads anew.</source>
      <translation>生成图片所用的设备。选择其他设备会重新加载。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The disk can only be read.</source>
      <translation>磁盘是只读的。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The disk is full.</source>
      <translation>磁盘已满。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The disk reports a fault.</source>
      <translation>磁盘报告故障。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The download has stopped.</source>
      <translation>下载已停止。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/reach.py" />
      <source>The drive at {mount} is not connected.</source>
      <translation>{mount} 处的驱动器未连接。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The drive does not answer.</source>
      <translation>驱动器没有响应。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The drive is not connected.</source>
      <translation>驱动器未连接。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver of the Ascend card is missing.</source>
      <translation>缺少昇腾加速卡的驱动。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver of the Ascend card is not running.</source>
      <translation>昇腾加速卡的驱动未运行。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>The driver refused (code {name}).</source>
      <translation>驱动拒绝了请求（代码 {name}）。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver {driver} is installed, but /dev has no files of the card.</source>
      <translation>已安装驱动 {driver}，但 /dev 中没有该加速卡的文件。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver {driver} is installed, but /usr/local/Ascend/firmware is not.</source>
      <translation>已安装驱动 {driver}，但没有 /usr/local/Ascend/firmware。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver {driver} is installed, but the PCI bus has no card of Huawei's.</source>
      <translation>已安装驱动 {driver}，但 PCI 总线上没有华为的加速卡。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>The driver's library {name} was not found.</source>
      <translation>未找到驱动的库 {name}。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The engine has stopped.</source>
      <translation>引擎已停止。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The engine is closed.</source>
      <translation>引擎已关闭。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>The engine is starting.</source>
      <translation>引擎正在启动。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>The engine is starting. Its devices are shown here once it is there.</source>
      <translation>引擎正在启动。启动后，设备会显示在这里。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The engine's libraries can be imported.</source>
      <translation>引擎的库可以导入。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The engine's libraries cannot be imported: {said}.</source>
      <translation>引擎的库无法导入：{said}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>The file is too large to be checked.</source>
      <translation>文件过大，无法检查。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>The file says that the picture was generated, and by whom. No prompt.</source>
      <translation>文件中写明图片是生成的以及由谁生成。不含提示词。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The file would be larger than allowed here.</source>
      <translation>文件会超过此处允许的大小。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The file {path} arrived damaged.</source>
      <translation>收到的文件 {path} 已损坏。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>The file's XMP cannot be read.</source>
      <translation>无法读取文件的 XMP。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>The filled prompt</source>
      <translation>填写后的提示词</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The firmware of the Ascend card is missing.</source>
      <translation>缺少昇腾加速卡的固件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/imports.py" />
      <source>The folder {folder} cannot be imported.</source>
      <translation>无法导入文件夹 {folder}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The folder {folder} cannot be moved to the trash.</source>
      <translation>无法将文件夹 {folder} 移到回收站。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/reach.py" />
      <source>The folder {folder} cannot be reached.</source>
      <translation>无法访问文件夹 {folder}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/watching.py" />
      <source>The folder {folder} cannot be reached. {why}</source>
      <translation>无法访问文件夹 {folder}。{why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The folder {folder} takes no files.</source>
      <translation>文件夹 {folder} 无法存放文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>The full model: legible text, rich detail, up to 2048 pixels.</source>
      <translation>完整模型：文字清晰，细节丰富，最大 2048 像素。</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>The grid is done: %n picture(s)</source>
      <translation>
        <numerusform>网格已完成：%n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>The grid is done: all its pictures are on one sheet.</source>
      <translation>网格已完成：所有图片都在一张缩略总览上。</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/grid.py" />
      <source>The grid is done; %n picture(s) are missing.</source>
      <translation>
        <numerusform>网格已完成；缺少 %n 张图片。</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>The ground under the pictures is neutral in both.</source>
      <translation>两种主题下，图片的背景都是中性色。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The guidance</source>
      <translation>引导强度</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>The index does not know it.</source>
      <translation>索引中没有此文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>The index knows it, but it is in no folder of the library.</source>
      <translation>索引中有此文件，但它不在图片库的任何文件夹中。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>The index knows it, but there is no such file.</source>
      <translation>索引中有此文件，但磁盘上没有。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>The index says something else of it.</source>
      <translation>索引中的内容与其不一致。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/rebuild.py" />
      <source>The index {file} cannot be used.</source>
      <translation>无法使用索引 {file}。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The job failed for a reason that the engine did not foresee.</source>
      <translation>任务因引擎未预见的原因失败。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The job took the engine's worker down with it.</source>
      <translation>任务导致引擎的工作线程终止。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>The key in {key} is none of {path}'s.</source>
      <translation>{key} 中的密钥与 {path} 中的证书不匹配。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>The key in {path} is protected by a password.</source>
      <translation>{path} 中的密钥受密码保护。</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/resumption.py" />
      <source>The last session's queue goes on: %n picture(s).</source>
      <translation>
        <numerusform>继续上次会话的队列：%n 张图片。</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>The last session's queue is damaged. It is kept as {file}.</source>
      <translation>上次会话的队列已损坏。已将其保留为 {file}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>The layout is written code by code, one for {n}×{n} pixels and some for a first sketch; each step of the painting goes over all tokens.
Twice the area takes a little more than twice the time.</source>
      <translation>构图逐个编码写成，每 {n}×{n} 像素一个，另有一些用于最初的草图；绘制的每一步都会处理所有 token。
面积加倍，所需时间略多于两倍。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The libraries cannot be looked at.</source>
      <translation>无法查看库。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>The list of imported folders cannot be read: {error}.</source>
      <translation>无法读取已导入文件夹的列表：{error}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The model answered nothing. Try again, or another model.</source>
      <translation>模型没有回答。重试，或换一个模型。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The model cannot be looked at.</source>
      <translation>无法查看模型。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The model cannot be opened: {file}.</source>
      <translation>无法打开模型：{file}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The model cannot be written to {folder}.</source>
      <translation>无法将模型写入 {folder}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>The model does not know these quotes: “{text}” is not drawn.</source>
      <translation>模型不认识这种引号：“{text}”不会绘制。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>The model is not loaded; the next picture tries again</source>
      <translation>模型未加载；下一张图片会重试</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The model is thinking…</source>
      <translation>模型正在思考…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The model is writing…</source>
      <translation>模型正在书写…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>The model takes an apostrophe for a quote: it would draw “{text}”.</source>
      <translation>模型把撇号当作引号：会绘制“{text}”。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The model {name} is not given to you.</source>
      <translation>没有获取模型 {name} 的权限。</translation>
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>The model's files alone hold {file_bytes:.1f} GiB; make a smaller picture, use fewer references, close programs that use much memory, or give less to the plan by --memory.</source>
      <translation>仅模型文件就有 {file_bytes:.1f} GiB；生成较小的图片、使用更少的参考图、关闭占用大量内存的程序，或用 --memory 减少分配给方案的内存。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The name is too long for this disk.</source>
      <translation>名称对此磁盘来说过长。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>The name of the repository: owner/name</source>
      <translation>仓库名称：owner/name</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>The name or code of the service that spreads the pictures, for that label. A picture that names one already keeps it.</source>
      <translation>传播图片的服务的名称或编码，用于上述标识。已写明传播服务提供者的图片保持不变。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>The next picture loads the model</source>
      <translation>下一张图片会加载模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>The next pictures are made from this reference.</source>
      <translation>接下来的图片将依据这张参考图生成。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>The next preview</source>
      <translation>下一个预览</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The number of steps</source>
      <translation>步数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>The number that the detail's chance starts from: how it is painted.
The same layout with another number is the same scene in other brush strokes.</source>
      <translation>细节随机性的起始数：决定如何绘制。
同一构图换一个数，就是同一场景的另一种笔触。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>The number that the layout's chance starts from: what is where.
The same number with the same prompt and size gives the same layout.</source>
      <translation>构图随机性的起始数：决定什么在哪里。
相同的数、提示词和尺寸得到相同的构图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <location filename="../../glm_studio/library/verdict.py" />
      <source>The package c2pa-python is not installed.</source>
      <translation>未安装 c2pa-python 包。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>The panel was changed since; click to set it again.</source>
      <translation>面板此后有改动；单击以重新应用。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>The paper that the picture is printed on</source>
      <translation>打印图片所用的纸张</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_view.py" />
      <source>The part of the picture that is used</source>
      <translation>要使用的图片部分</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>The pasted picture cannot be used.</source>
      <translation>无法使用粘贴的图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>The picture</source>
      <translation>图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>The picture could not be printed.</source>
      <translation>无法打印图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The picture could not be saved in {place}.</source>
      <translation>无法将图片保存到 {place}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>The picture could not be signed: {cause}.</source>
      <translation>无法为图片签名：{cause}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/notices.py" />
      <source>The picture is done</source>
      <translation>图片已完成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>The picture is on its way to the printer</source>
      <translation>图片已发送到打印机</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>The picture {path} could not be brought back.</source>
      <translation>无法恢复图片 {path}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>The picture {path} could not be deleted.</source>
      <translation>无法删除图片 {path}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>The picture {picture} is not there any more.</source>
      <translation>图片 {picture} 已不在此处。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>The picture's prompt</source>
      <translation>图片的提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/rescued.py" />
      <source>The pictures folder did not take them then.</source>
      <translation>图片文件夹当时无法存放这些图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>The pixels alone</source>
      <translation>仅像素</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>The preset sets the picture's size as well. Without, the size stays.</source>
      <translation>预设也会设置图片尺寸。不勾选则尺寸不变。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>The preview before</source>
      <translation>上一个预览</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>The prior</source>
      <translation>先验模型</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The process that computes on it {how}.</source>
      <translation>在其上计算的进程{how}。</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>The process that measured it {how}.</source>
      <translation>测量它的进程{how}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>The program ended {times} times while it was being made.</source>
      <translation>生成这张图片时，程序结束了 {times} 次。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The prompt</source>
      <translation>提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>The prompt and the settings as AUTOMATIC1111, CivitAI and others read them.</source>
      <translation>提示词和参数，采用 AUTOMATIC1111、CivitAI 等程序可读取的形式。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The prompt as it is</source>
      <translation>原提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>The prompt could not be rewritten.</source>
      <translation>无法改写提示词。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The prompt is sent to {server} when you press “Rewrite”, and not before.</source>
      <translation>按下“改写”后，提示词才会发送到 {server}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>The prompt is {bytes} of {most} bytes long that the model reads at this size and beside these references.
An English letter is one byte, a Cyrillic one two, a Chinese character three; a token is a word or a part of one.</source>
      <translation>提示词长 {bytes} 字节；在此尺寸和参考图下，模型可读取 {most} 字节。
一个英文字母占一字节，西里尔字母占两字节，汉字占三字节；一个 token 是一个词或词的一部分。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/expansions_sheet.py" />
      <source>The prompts as they are sent</source>
      <translation>实际发送的提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>The queue cannot be kept in {folder}.</source>
      <translation>无法将队列保存在 {folder} 中。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>The queue goes on from where it was.</source>
      <translation>队列会从中断处继续。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>The queue is paused. Nothing more begins.</source>
      <translation>队列已暂停，不会开始新图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>The queue is paused: these pictures wait.</source>
      <translation>队列已暂停：这些图片在等待。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>The queue waits, for the next pictures would fail as well: {why}</source>
      <translation>队列在等待，因为接下来的图片也会失败：{why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>The rating, tags and boards in {file} cannot be used.</source>
      <translation>无法使用 {file} 中的评分、标签和画板。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>The ratio is kept: one side follows the other. Click to set them apart.</source>
      <translation>宽高比已锁定：一边随另一边变化。单击以分别设置。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>The ratio of the part's sides, kept while you drag.</source>
      <translation>所选部分的边长比例，拖动时保持不变。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>The recipe was too long for a JPEG.</source>
      <translation>内容过长，JPEG 容纳不下。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The reference</source>
      <translation>参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The repository {name} is no GLM-Image model.</source>
      <translation>仓库 {name} 不是 GLM-Image 模型。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The rewritten prompt</source>
      <translation>改写后的提示词</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The seed</source>
      <translation>种子</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>The seeds of the pictures that you make appear here.</source>
      <translation>所生成图片的种子会显示在这里。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The server cut the answer off: its end may be missing.</source>
      <translation>服务器截断了回答：结尾可能缺失。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>The server's log says more; then try again.</source>
      <translation>服务器日志中有更多信息；查看后重试。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <source>The settings of this picture are in the panel now.</source>
      <translation>这张图片的参数已放入面板。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>The sheet would be longer than any picture may be.</source>
      <translation>缩略总览会超出图片允许的最大长度。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The size</source>
      <translation>尺寸</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>The smallest; newer programs open it, and writing it takes longer</source>
      <translation>文件最小；较新的程序能打开，写入时间更长</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>The snippet's name</source>
      <translation>片段名称</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>The snippets cannot be read: {file}.</source>
      <translation>无法读取片段：{file}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>The snippets cannot be written: {file}.</source>
      <translation>无法写入片段：{file}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>The source's own, or a mirror that speaks the same protocol</source>
      <translation>来源自身的地址，或使用相同协议的镜像</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The studio was told to work offline.</source>
      <translation>程序已设为离线工作。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>The studio works offline. Turn that off in the settings.</source>
      <translation>程序处于离线状态。在设置中将其关闭。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>The style {name} is saved.</source>
      <translation>风格 {name} 已保存。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>The style's name</source>
      <translation>风格名称</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>The style's text</source>
      <translation>风格文字</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <location filename="../../engine/devices/mlu.py" />
      <source>The system lists none.</source>
      <translation>系统未列出任何加速卡。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <location filename="../../engine/devices/mlu.py" />
      <source>The system lists the card, but /{driver} is not there.</source>
      <translation>系统列出了该加速卡，但没有 /{driver}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>The template's name</source>
      <translation>模板名称</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>The template's text</source>
      <translation>模板文字</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The thread that computes ended by {cause}.</source>
      <translation>计算线程因 {cause} 而结束。</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>The transformer</source>
      <translation>扩散变换器</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>The transformer or the decoder</source>
      <translation>扩散变换器或解码器</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>The trash was emptied, or another program took it from there.</source>
      <translation>回收站已清空，或其他程序将其取走。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>The usual place</source>
      <translation>默认位置</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>The weights are damaged, or this precision cannot hold the model's numbers.</source>
      <translation>权重已损坏，或此精度无法容纳模型的数值。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>The wildcard file {name}.txt cannot be read: {reason}.</source>
      <translation>无法读取通配文件 {name}.txt：{reason}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>The wildcard file {name}.txt has no lines.</source>
      <translation>通配文件 {name}.txt 中没有任何行。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>The wildcard files are in {folder}.</source>
      <translation>通配文件位于 {folder}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The {title} is too old for this torch.</source>
      <translation>{title} 对当前的 torch 来说太旧。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The {title} is too small for GLM-Image.</source>
      <translation>{title} 太小，无法运行 GLM-Image。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Theme</source>
      <translation>主题</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>There are no previews of this picture from this session.</source>
      <translation>本次会话中没有这张图片的预览。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>There are {adapters}.</source>
      <translation>共有 {adapters} 个。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>There are {n} presets already; delete one first.</source>
      <translation>已有 {n} 个预设；先删除一个。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>There are {references}.</source>
      <translation>共有 {references} 张。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>There is a file of this name already.</source>
      <translation>已有同名文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>There is a preset with this name.</source>
      <translation>已有同名预设。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>There is another file of this name now.</source>
      <translation>现在有另一个同名文件。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>There is neither a card on the PCI bus nor its driver.</source>
      <translation>PCI 总线上没有加速卡，也没有其驱动。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/model_shelf.py" />
      <source>There is no GLM-Image model in {name}.</source>
      <translation>{name} 中没有 GLM-Image 模型。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>There is no device {name!r}.</source>
      <translation>没有设备 {name!r}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>There is no device {name!r}. {what}</source>
      <translation>没有设备 {name!r}。{what}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>There is no earlier picture to compare with.</source>
      <translation>没有可对比的更早的图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>There is no engine. {what} Other devices can be chosen above, and the check below works all the same.</source>
      <translation>没有引擎。{what}可在上方选择其他设备，下方的检查仍可使用。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>There is no field called {name}.</source>
      <translation>没有名为 {name} 的字段。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>There is no folder {folder}.</source>
      <translation>没有文件夹 {folder}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>There is no index. The next start makes one, or: {command}</source>
      <translation>没有索引。下次启动时会创建，或运行：{command}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>There is no model {name} at {address}.</source>
      <translation>{address} 上没有模型 {name}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>There is no model_index.json in it at {address}.</source>
      <translation>它在 {address} 上没有 model_index.json。</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>There is no plan with --place {place} and --store {storage}.</source>
      <translation>--place {place} 与 --store {storage} 没有可行的方案。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>There is no precision {wish!r}.</source>
      <translation>没有精度 {wish!r}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>There is no room for another reference</source>
      <translation>没有空位放置更多参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/decode.py" />
      <source>There is no such file</source>
      <translation>没有这个文件</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <location filename="../../glm_studio/library/export.py" />
      <location filename="../../glm_studio/library/metadata.py" />
      <source>There is no such file.</source>
      <translation>没有这个文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/reach.py" />
      <location filename="../../glm_studio/library/store.py" />
      <source>There is no such folder.</source>
      <translation>没有这个文件夹。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>There is no wildcard file {name}.txt. Write \_ for an underscore.</source>
      <translation>没有通配文件 {name}.txt。要输入下划线，写作 \_。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>There is none yet</source>
      <translation>暂无</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>There is not enough memory for it.</source>
      <translation>内存不足。</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>There is nothing to be done.</source>
      <translation>无需处理。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>There is nothing to keep: write a prompt first.</source>
      <translation>没有可保存的内容：先写提示词。</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/model.py" />
      <source>There is too little memory left for the stage {stage}.</source>
      <translation>剩余内存不足以完成 {stage} 阶段。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>There is too little room for the model in {folder}.</source>
      <translation>{folder} 中的空间不足以存放模型。</translation>
    </message>
    <message>
      <location filename="../../engine/holder.py" />
      <source>There was not even enough to measure how fast it multiplies.</source>
      <translation>甚至不足以测量其乘法速度。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>These are too many pictures to compare.</source>
      <translation>图片太多，无法对比。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>These pictures make no grid.</source>
      <translation>这些图片无法组成网格。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>They appear here as they are found.</source>
      <translation>找到后会显示在这里。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>They differ in more than two parameters: {names}.</source>
      <translation>不同的参数超过两个：{names}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>They were all made with the same settings.</source>
      <translation>它们都使用相同的参数生成。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/prompt_files.py" />
      <source>This cannot be written: {place}.</source>
      <translation>无法写入：{place}。</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>This device makes the largest number, or 0, of what does not fit, without a word: the picture would be black.</source>
      <translation>此设备会将超出范围的值变为最大值或 0 而不作提示：图片会是全黑的。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_pane.py" />
      <source>This file cannot be read.</source>
      <translation>无法读取此文件。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>This is macOS {macos}, which has no bf16 for them; {oldest} is the first that has.</source>
      <translation>这是 macOS {macos}，其 GPU 不支持 bf16；从 {oldest} 起才支持。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>This is missing: {text}</source>
      <translation>缺少：{text}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>This is no Mac.</source>
      <translation>这不是 Mac。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>This layout is remembered: it is painted, not composed anew.</source>
      <translation>此构图已记住：只需绘制，不重新构图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>This machine</source>
      <translation>此计算机</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>This machine has too little free memory to hold it: it would be read from the disk layer by layer, which takes long.</source>
      <translation>此计算机的空闲内存不足以容纳它：将逐层从磁盘读取，耗时很长。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>This machine is being checked.</source>
      <translation>正在检查此计算机。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>This model has no code {strange!r:.40}.</source>
      <translation>此模型没有编码 {strange!r:.40}。</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>This model's transformer has no layer {layer}.</source>
      <translation>此模型的扩散变换器没有 {layer} 层。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>This picture cannot be read: {path}.</source>
      <translation>无法读取此图片：{path}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>This picture carries no prompt.</source>
      <translation>这张图片不含提示词。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>This picture was not begun again.</source>
      <translation>没有再次开始生成这张图片。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>This system is too old for it: it needs {name}.</source>
      <translation>此系统对它来说太旧：它需要 {name}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>This year</source>
      <translation>今年</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Time for a picture</source>
      <translation>单张图片用时</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Time for a picture, about</source>
      <translation>单张图片用时（约）</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Time stamp server</source>
      <translation>时间戳服务器</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>To</source>
      <translation>结束日期</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>To be filled in: {names}. Write \{{ for a brace that is meant.</source>
      <translation>待填写：{names}。要输入花括号，写作 \{{。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Today</source>
      <translation>今天</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Today {time}</source>
      <translation>今天 {time}</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Together they are {tokens:,} codes; this model reads and writes at most {context_tokens:,} in all.</source>
      <translation>它们合计 {tokens:,} 个编码；此模型读写合计最多 {context_tokens:,} 个。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Token</source>
      <translation>令牌</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Too little room: {free} are free there, {needed} are needed.</source>
      <translation>空间不足：空闲 {free}，需要 {needed}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Too long by {n} bytes, so that no picture can be made: shorten it, or choose a smaller size or fewer references.</source>
      <translation>超出 {n} 字节，无法生成图片：将其缩短，或选择更小的尺寸、更少的参考图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Too long: the model reads the first {n} bytes of it alone, up to “…{end}”.
Split it into several quoted texts.</source>
      <translation>太长：模型只读取前 {n} 字节，到“…{end}”为止。
将其拆分为多段带引号的文字。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>Too many wildcard files name each other, beginning with {name}.txt.</source>
      <translation>相互引用的通配文件过多，从 {name}.txt 开始。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Top left</source>
      <translation>左上角</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Top right</source>
      <translation>右上角</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>Try --precision fp32; if that fails too, download the model again.</source>
      <translation>尝试 --precision fp32；若仍失败，重新下载模型。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Try again</source>
      <translation>重试</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Try again: it is downloaded anew. If it happens again, choose another address or another proxy.</source>
      <translation>重试：将重新下载。若再次发生，选择其他地址或代理。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Try again: the model is loaded anew. If it fails the same way, report it with this text and the log.</source>
      <translation>重试：模型将重新加载。若仍以同样方式失败，附上此文本和日志报告问题。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Try again; if it breaks again, the server's log says more.</source>
      <translation>重试；若再次中断，服务器日志中有更多信息。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Try again; if it fails the same way, report it with this text and the log.</source>
      <translation>重试；若仍以同样方式失败，附上此文本和日志报告问题。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Try all failed again</source>
      <translation>重试所有失败项</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Try all failed pictures again</source>
      <translation>重试所有失败的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Try fewer words, or clear the filters.</source>
      <translation>减少词语，或清除筛选。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>Try it again, or a smaller one; the other pictures go on without it.</source>
      <translation>重试，或生成较小的图片；其他图片会跳过它继续生成。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Try to save the pictures that the disk refused</source>
      <translation>尝试保存磁盘未能写入的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Turn off working offline in the settings, then continue.</source>
      <translation>在设置中关闭离线工作，然后继续。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Two at once would damage each other's files.</source>
      <translation>两个下载同时进行会损坏彼此的文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Type a part of its name</source>
      <translation>输入名称的一部分</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Underlines words that no dictionary knows. Text in quotes is left alone.</source>
      <translation>给所有词典中都没有的词加下划线。引号中的文字不检查。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <location filename="../../glm_studio/state/undo.py" />
      <location filename="../../glm_studio/ui/body.py" />
      <source>Undo</source>
      <translation>撤销</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>Unreadable file</source>
      <translation>文件无法读取</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Update a preset</source>
      <translation>更新预设</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Update macOS, or use --device cpu.</source>
      <translation>更新 macOS，或使用 --device cpu。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Update the driver to one for this CUDA, or see what is wrong: nvidia-smi</source>
      <translation>将驱动更新到支持此 CUDA 的版本，或查看问题所在：nvidia-smi</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Update “{name}”</source>
      <translation>更新“{name}”</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use %n picture(s) as reference</source>
      <translation>
        <numerusform>将 %n 张图片用作参考图</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Use --device cpu.</source>
      <translation>使用 --device cpu。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Use --device {auto}, or one of these.</source>
      <translation>使用 --device {auto}，或其中之一。</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>Use --device {auto}, or see what is here by: glm-studio doctor.</source>
      <translation>使用 --device {auto}，或查看可用设备：glm-studio doctor。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <location filename="../../engine/doctor.py" />
      <source>Use --device {auto}.</source>
      <translation>使用 --device {auto}。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Use --device {device}.</source>
      <translation>使用 --device {device}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Use --precision {auto}.</source>
      <translation>使用 --precision {auto}。</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Use --store {full} or another place.</source>
      <translation>使用 --store {full} 或其他 --place 值。</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Use a PNG, JPEG, WebP, TIFF, BMP or GIF file.</source>
      <translation>使用 PNG、JPEG、WebP、TIFF、BMP 或 GIF 文件。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Use a key on the curve P-256, P-384 or P-521, Ed25519, or RSA of 2048 bits or more.</source>
      <translation>使用 P-256、P-384 或 P-521 曲线、Ed25519 或 2048 位及以上 RSA 的密钥。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Use a newer system, or a container with CANN.</source>
      <translation>使用较新的系统，或带有 CANN 的容器。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use a number from -{max_weight:g} to {max_weight:g}; 1 is as it was trained.</source>
      <translation>使用 -{max_weight:g} 到 {max_weight:g} 之间的数字；1 为训练时的强度。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use a number from 1 (off) to {max_guidance:g}; 1.5 is the authors' choice.</source>
      <translation>使用 1（关闭）到 {max_guidance:g} 之间的数字；1.5 是作者的选择。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Use a part of it…</source>
      <translation>使用一部分…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <source>Use a picture's settings</source>
      <translation>使用图片的参数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Use a preset</source>
      <translation>使用预设</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use a whole number from {low} to {high}.</source>
      <translation>使用 {low} 到 {high} 之间的整数。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/adapters.py" />
      <source>Use adapters</source>
      <translation>使用适配器</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use all its settings</source>
      <translation>使用全部参数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Use all of it</source>
      <translation>使用全部</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>Use another card, or --device cpu.</source>
      <translation>使用其他加速卡，或 --device cpu。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Use as a reference</source>
      <translation>用作参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Use as references</source>
      <translation>用作参考图</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use at most {max_adapters}.</source>
      <translation>最多使用 {max_adapters} 个。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use at most {max_references}.</source>
      <translation>最多使用 {max_references} 张。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use fewer or smaller ones.</source>
      <translation>使用更少或更小的参考图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/model_shelf.py" />
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Use it</source>
      <translation>使用</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use it as a reference</source>
      <translation>用作参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Use its model</source>
      <translation>使用其模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use its prompt</source>
      <translation>使用其提示词</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Use references</source>
      <translation>使用参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Use these settings</source>
      <translation>使用这些参数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Use this model</source>
      <translation>使用此模型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Use this part</source>
      <translation>使用此部分</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Use this template</source>
      <translation>使用此模板</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use whole numbers of pixels.</source>
      <translation>使用整数像素。</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Use {name} {auto}.</source>
      <translation>使用 {name} {auto}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Use ’ instead</source>
      <translation>改用 ’</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Use “ ” instead</source>
      <translation>改用 “ ”</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>Used as {size} pixels</source>
      <translation>以 {size} 像素使用</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Values</source>
      <translation>值</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Vary two of its parameters…</source>
      <translation>改变它的两个参数…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Vary two parameters</source>
      <translation>变化两个参数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Vary two parameters…</source>
      <translation>变化两个参数…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Verified</source>
      <translation>已校验</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Verify</source>
      <translation>校验</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Wait a little, then try again.</source>
      <translation>稍等片刻，然后重试。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Wait for it, or stop it in the window that began it.</source>
      <translation>等待其完成，或在启动它的窗口中停止。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Waiting for its turn</source>
      <translation>等待轮到</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Waiting for {server}…</source>
      <translation>正在等待 {server}…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Waits for {model}</source>
      <translation>等待 {model}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Weight of {adapter}</source>
      <translation>{adapter} 的权重</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>Weight of {name}</source>
      <translation>{name} 的权重</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Weights: {size}</source>
      <translation>权重：{size}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Welcome to GLM Studio</source>
      <translation>欢迎使用 GLM Studio</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>What all pictures of the grid have in common</source>
      <translation>网格中所有图片的共同之处</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>What changes from one picture to the next</source>
      <translation>图片之间的变化</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>What could not be read…</source>
      <translation>无法读取的文件…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>What do you want to do?</source>
      <translation>想做什么？</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <source>What is made, what waits, and what became of it</source>
      <translation>正在生成、等待中和已结束的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/expansions_sheet.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>What is sent</source>
      <translation>发送的内容</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>What is streamed comes as it is in the file: making it small each time takes longer.</source>
      <translation>流式读取的内容与文件中的一致：每次都压缩更费时。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>What is this picture for?</source>
      <translation>这张图片用来做什么？</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>What is written into the prompt</source>
      <translation>写入提示词的内容</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>What should the picture show? Put words to be written in it in “quotes”.</source>
      <translation>图片要表现什么？要写在图片上的文字放在“引号”中。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>What the model is told to do with a prompt.</source>
      <translation>告诉模型如何处理提示词。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>What the model writes appears here.</source>
      <translation>模型写出的内容显示在这里。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>What the pictures differ in</source>
      <translation>图片之间的差异</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>What was being made waits in the queue.</source>
      <translation>当时正在生成的图片在队列中等待。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>What you make gathers here. Folders of other programs can be shown as well.</source>
      <translation>生成的图片会汇集在这里。也可以显示其他程序的文件夹。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>What {server} sent is no answer of a chat model: {words}.</source>
      <translation>{server} 发送的内容不是对话模型的回答：{words}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Where downloaded models go. The full one takes 35.3 GB.</source>
      <translation>存放已下载模型的位置。完整模型占用 35.3 GB。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Where it costs little</source>
      <translation>开销小时</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Where pictures come from</source>
      <translation>图片来源</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>While a picture is made, speeds come out too low.</source>
      <translation>生成图片期间，测得的速度会偏低。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Whoever has the file can read the prompt and make the picture again.</source>
      <translation>任何得到文件的人都可以读取提示词，并重新生成图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Whole picture</source>
      <translation>整张图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Whom you trust</source>
      <translation>信任的签名者</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Width</source>
      <translation>宽度</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>Wildcard files name each other in a circle: {names}.</source>
      <translation>通配文件循环引用：{names}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>Will be fitted to {size}: {percent} % is cut off at the edges.</source>
      <translation>将适配到 {size}：边缘会裁掉 {percent}%。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>With its chain, in PEM form. Empty: one is made on this machine.</source>
      <translation>含证书链，PEM 格式。留空：在此计算机上创建证书。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>With references</source>
      <translation>有参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>With the size</source>
      <translation>包含尺寸</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>With {model}. Or write what you want to see on the left.</source>
      <translation>使用 {model}。或在左侧写下想看到的画面。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Without references</source>
      <translation>无参考图</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Words are found anywhere, also inside of others; "words in quotes" in their order</source>
      <translation>词语在任何位置都能找到，包括在其他词之中；"引号中的词语"按原顺序查找</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <source>Words of the prompt</source>
      <translation>提示词中的词语</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Work offline</source>
      <translation>离线工作</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Worth knowing</source>
      <translation>提示</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Write a choice</source>
      <translation>插入选项</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Write a prompt first.</source>
      <translation>先输入提示词。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/empty_state.py" />
      <source>Write a prompt on the left and press Ctrl+Enter, or start from an example.</source>
      <translation>在左侧输入提示词并按 Ctrl+Enter，或从示例开始。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Write a snippet</source>
      <translation>插入片段</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Write it without the angle brackets.</source>
      <translation>去掉尖括号。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Write it, in its quotes, behind the new prompt</source>
      <translation>将其连同引号写到新提示词之后</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Write quotes that the model knows, so that the text is drawn</source>
      <translation>改用模型认识的引号，使文字得以绘制</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Write typographic apostrophes, which are never taken for quotes</source>
      <translation>改用印刷体撇号，它不会被当作引号</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <location filename="../../glm_studio/state/studio.py" />
      <source>Write what the picture should show.</source>
      <translation>写出图片要表现的内容。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Write {name} where something is to be filled in, or {name:default} to have something stand there until then.</source>
      <translation>在需要填写处写 {name}，或写 {name:default} 以先放入默认内容。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Writing there is not allowed.</source>
      <translation>没有写入该处的权限。</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Written together shall be {seeds}.</source>
      <translation>要一起写出的种子是 {seeds}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>You may not use the Ascend card.</source>
      <translation>没有使用昇腾加速卡的权限。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Your name, or the code of your service, for that label and for content credentials. Empty: GLM Studio.</source>
      <translation>自己的名称，或服务的编码，用于上述标识和内容凭证。留空：GLM Studio。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Your own template.</source>
      <translation>自定义模板。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_panel.py" />
      <source>Your pictures will gather here.</source>
      <translation>图片会汇集在这里。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Your presets</source>
      <translation>自定义预设</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Your presets: keep what the panel shows, and come back to it.</source>
      <translation>自定义预设：保留面板上的内容，以便以后恢复。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Your share of the disk is used up.</source>
      <translation>您的磁盘配额已用完。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Zoom in</source>
      <translation>放大</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Zoom in (Ctrl++)</source>
      <translation>放大 (Ctrl++)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Zoom into all (+)</source>
      <translation>全部放大 (+)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Zoom out</source>
      <translation>缩小</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Zoom out (Ctrl+−)</source>
      <translation>缩小 (Ctrl+−)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Zoom out of all (−)</source>
      <translation>全部缩小 (−)</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a broken file</source>
      <translation>损坏的文件</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a file of {size:,} bytes without</source>
      <translation>一个 {size:,} 字节、没有文件头的文件</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a file that can be read</source>
      <translation>可读取的文件</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/verify.py" />
      <source>a file that was downloaded</source>
      <translation>已下载的文件</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a model of another context</source>
      <translation>属于另一个上下文的模型</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>a part of {part} pixels from {place} was chosen of {size}.</source>
      <translation>从 {place} 起选择了 {part} 像素的部分，而图片为 {size}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/speed.py" />
      <source>a product came out as {wrong:g} instead of {right:g}</source>
      <translation>乘积得出 {wrong:g}，而应为 {right:g}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>a red fox in the snow</source>
      <translation>雪中的一只红狐狸</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a safetensors header</source>
      <translation>safetensors 文件头</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a stream did not finish in time</source>
      <translation>流未按时完成</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a stream of another context</source>
      <translation>属于另一个上下文的流</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a task did not finish in time</source>
      <translation>任务未按时完成</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>a value named {error}</source>
      <translation>名为 {error} 的值</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a vector core did not finish in time</source>
      <translation>向量核未按时完成</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a vector core stopped</source>
      <translation>向量核停止工作</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/load.py" />
      <source>a {name}</source>
      <translation>一个 {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>about {slow} at 100 Mbit/s, {fast} at 1 Gbit/s</source>
      <translation>100 Mbit/s 时约 {slow}，1 Gbit/s 时约 {fast}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>about {time}</source>
      <translation>约 {time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>about {time} at {size}</source>
      <translation>{size} 时约 {time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>all in memory</source>
      <translation>全部常驻内存</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>almost done</source>
      <translation>即将完成</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>an AI CPU stopped</source>
      <translation>AI CPU 停止工作</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>an AI core did not finish in time</source>
      <translation>AI 核未按时完成</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>an AI core stopped</source>
      <translation>AI 核停止工作</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>an index with a weight_map</source>
      <translation>含有 weight_map 的索引</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>an operator did not finish in time</source>
      <translation>算子未按时完成</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>and %n more</source>
      <translation>
        <numerusform>还有 %n 个</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>changed since {by} signed it: {fault}</source>
      <translation>自 {by} 签名后已更改：{fault}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/calls.py" />
      <source>closed its connection</source>
      <translation>关闭了连接</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>comes with the studio</source>
      <translation>随程序提供</translation>
    </message>
    <message>
      <location filename="../../engine/needs.py" />
      <source>configurations that tell widths and layers</source>
      <translation>说明宽度和层数的配置</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>cut short</source>
      <translation>不完整</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>damaged</source>
      <translation>已损坏</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>done at {time}</source>
      <translation>预计 {time} 完成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>downloaded from {source}</source>
      <translation>下载自 {source}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>empty</source>
      <translation>空</translation>
    </message>
    <message>
      <location filename="../../engine/devices/calls.py" />
      <source>ended with exit code {code}</source>
      <translation>以退出代码 {code} 结束</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>every pixel</source>
      <translation>全部像素</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>failed</source>
      <translation>失败</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>folded</source>
      <translation>已折叠</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>health {health}</source>
      <translation>健康状态 {health}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>http://host:port or socks5://host:port</source>
      <translation>http://host:port 或 socks5://host:port</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>in Hugging Face's cache</source>
      <translation>在 Hugging Face 缓存中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>in ModelScope's cache</source>
      <translation>在 ModelScope 缓存中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>in the downloads folder</source>
      <translation>在下载文件夹中</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>it has more than {max_pixels:,} pixels.</source>
      <translation>其像素数超过 {max_pixels:,}。</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>it is damaged or cut short ({said}).</source>
      <translation>已损坏或不完整（{said}）。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>it is no JSON</source>
      <translation>不是 JSON</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>it is no JSON object</source>
      <translation>不是 JSON 对象</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>it is not a picture that can be read.</source>
      <translation>不是可读取的图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>it is too long</source>
      <translation>过长</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>it took too long</source>
      <translation>耗时过长</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>its values have 32 bits each.</source>
      <translation>每个值有 32 位。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>label that can be seen</source>
      <translation>显式标识</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>largest {n}</source>
      <translation>最大 {n}</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>leave --memory, --place and --store to the program</source>
      <translation>让程序自行决定 --memory、--place 和 --store</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>make a smaller picture</source>
      <translation>生成较小的图片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>mean {n}</source>
      <translation>平均 {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>measuring the file…</source>
      <translation>正在计算文件大小…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>more than {n}</source>
      <translation>超过 {n}</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <location filename="../../engine/weights.py" />
      <source>no such file</source>
      <translation>没有这个文件</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>no such folder</source>
      <translation>没有这个文件夹</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>no such tensor in its files ({count} missing in all)</source>
      <translation>其文件中没有这个张量（共缺少 {count} 个）</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>no such tensor there ({count} missing in all)</source>
      <translation>那里没有这个张量（共缺少 {count} 个）</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>no way was found; see below</source>
      <translation>没有找到可行的方案；见下方</translation>
    </message>
    <message>
      <location filename="../../engine/needs.py" />
      <source>no {error}</source>
      <translation>没有 {error}</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>none</source>
      <translation>无</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>not made</source>
      <translation>未生成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>not saved</source>
      <translation>未保存</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>nothing</source>
      <translation>空</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>nothing else</source>
      <translation>无其他内容</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi lists them, but CANN does not.</source>
      <translation>npu-smi 能列出它们，但 CANN 不能。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi lists {rows} cards, and torch_npu sees {cards}: another container or process may hold the others, or this container lacks their device files.</source>
      <translation>npu-smi 列出 {rows} 块加速卡，而 torch_npu 看到 {cards} 块：其余的可能被其他容器或进程占用，或此容器缺少其设备文件。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi says: {health}.</source>
      <translation>npu-smi 报告：{health}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi says: {said}.</source>
      <translation>npu-smi 报告：{said}。</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>numbers where numbers belong</source>
      <translation>数字值</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>one stage in memory at a time</source>
      <translation>每次换入一个阶段</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>one that is no valid JSON</source>
      <translation>不是有效 JSON 的文件头</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>open</source>
      <translation>已展开</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>parameters</source>
      <translation>参数</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>pickle files ({pickles}), which can run code when they are read</source>
      <translation>pickle 文件 ({pickles})，读取时可能会运行代码</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>picture {i} of {n}</source>
      <translation>第 {i} 张，共 {n} 张</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>planning …</source>
      <translation>规划中…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/saving.py" />
      <source>preview</source>
      <translation>预览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>previews</source>
      <translation>预览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>px</source>
      <translation>px</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>readable; none were published</source>
      <translation>可读取；没有公布的校验和</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>reading it is not allowed.</source>
      <translation>没有读取权限。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>recipe</source>
      <translation>配方</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>saving…</source>
      <translation>保存中…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>seed {seed}</source>
      <translation>种子 {seed}</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>shape {shape}</source>
      <translation>形状 {shape}</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>shards that are safetensors beside the index</source>
      <translation>索引旁的 safetensors 分片</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>signed by {by}, whose certificate has expired</source>
      <translation>由 {by} 签名，其证书已过期</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>since {date}</source>
      <translation>{date} 起</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>sizes differ: {a} and {b}, fitted</source>
      <translation>尺寸不同：{a} 和 {b}，已适配</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>source type</source>
      <translation>数字来源类型</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>step {done} of {total}</source>
      <translation>第 {done} 步，共 {total} 步</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>streamed layer by layer</source>
      <translation>逐层流式</translation>
    </message>
    <message>
      <location filename="../../engine/estimate.py" />
      <source>the VAE's shape</source>
      <translation>VAE 的结构</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the card does not answer</source>
      <translation>加速卡没有响应</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card is gone from the bus</source>
      <translation>加速卡已从总线上消失</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card or its driver failed</source>
      <translation>加速卡或其驱动出错</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card was told to stop</source>
      <translation>加速卡被要求停止</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card's memory has an error that cannot be corrected</source>
      <translation>加速卡内存有无法纠正的错误</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card's memory may have an error</source>
      <translation>加速卡内存可能有错误</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the card's scheduler failed</source>
      <translation>加速卡的调度器出错</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the card's tasks were stopped</source>
      <translation>加速卡的任务被停止</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the class {expected}{where}</source>
      <translation>类 {expected}{where}</translation>
    </message>
    <message>
      <location filename="../../engine/needs.py" />
      <source>the component's shape</source>
      <translation>组件的结构</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>the component's weights as safetensors</source>
      <translation>safetensors 格式的组件权重</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>the configuration of a {class_name}</source>
      <translation>{class_name} 的配置</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the configuration of {name}</source>
      <translation>{name} 的配置</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the driver failed</source>
      <translation>驱动出错</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>the first one that the server lists</source>
      <translation>服务器列出的第一个</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the folder of {name}</source>
      <translation>{name} 的文件夹</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the index of a GLM-Image model folder</source>
      <translation>GLM-Image 模型文件夹的索引</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>the label was changed since {by} wrote it</source>
      <translation>标识在 {by} 写入后已被更改</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the link to another card failed</source>
      <translation>与另一块加速卡的链路失效</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the link to the card is down</source>
      <translation>与加速卡的链路断开</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the memory of the card has an error that cannot be corrected</source>
      <translation>加速卡内存有无法纠正的错误</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>the picture was changed since {by} labelled it</source>
      <translation>图片在 {by} 添加标识后已被更改</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the prior's shape</source>
      <translation>先验模型的结构</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the prior's tokenizer</source>
      <translation>先验模型的分词器</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>the process for it ended before it was done</source>
      <translation>相关进程在完成前已结束</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/verify.py" />
      <source>the published checksum {sum}…</source>
      <translation>公布的校验和 {sum}…</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>the shard that {name} names</source>
      <translation>{name} 指定的分片</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the studio's defaults</source>
      <translation>程序的默认值</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>the tensor {missing}</source>
      <translation>张量 {missing}</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>the tensor {missing} in {weight_map}</source>
      <translation>{weight_map} 中的张量 {missing}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the thread has no context on the card</source>
      <translation>线程在加速卡上没有上下文</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/readers.py" />
      <source>the weights of a {class_name}</source>
      <translation>{class_name} 的权重</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>the weights of a {class_name}, {name} of shape {tuple}</source>
      <translation>{class_name} 的权重，{name} 的形状为 {tuple}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the work on the card was broken off</source>
      <translation>加速卡上的工作被中断</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>there is no such file.</source>
      <translation>没有这个文件。</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>too long</source>
      <translation>过长</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch and torch_npu do not belong together.</source>
      <translation>torch 与 torch_npu 不匹配。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch does not know Ascend cards here.</source>
      <translation>此处的 torch 不认识昇腾加速卡。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>torch finds no Metal device, as in most virtual machines.</source>
      <translation>torch 未找到 Metal 设备，大多数虚拟机都是如此。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch is {torch}, but torch_npu {torch_npu} is made for torch {release}.</source>
      <translation>torch 的版本是 {torch}，但 torch_npu {torch_npu} 需要 torch {release}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>torch was built for {name} cards, and one of them is here as well.</source>
      <translation>torch 是为 {name} 加速卡构建的，而这里也有一块这样的卡。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>torch {version} was built without CUDA.</source>
      <translation>torch {version} 构建时未包含 CUDA。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>torch {version} was built without Metal, or for Intel's processors.</source>
      <translation>torch {version} 构建时未包含 Metal，或是为 Intel 处理器构建的。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch_npu and CANN do not belong together.</source>
      <translation>torch_npu 与 CANN 不匹配。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>torch_npu does not see it any more.</source>
      <translation>torch_npu 已看不到它。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>torch_npu does not work here.</source>
      <translation>torch_npu 在此无法工作。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch_npu is installed, but it needs CANN's libraries, and they are neither in /usr/local/Ascend nor in ~/Ascend.</source>
      <translation>已安装 torch_npu，但它需要 CANN 的库，而 /usr/local/Ascend 和 ~/Ascend 中都没有。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch_npu is installed, but there is neither a card on the PCI bus nor its driver.</source>
      <translation>已安装 torch_npu，但 PCI 总线上没有加速卡，也没有其驱动。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>torch_npu sees no Ascend card.</source>
      <translation>torch_npu 看不到任何昇腾加速卡。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>turning latents into pixels</source>
      <translation>正在将潜变量转换为像素</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>turning references into codes</source>
      <translation>正在将参考图转换为编码</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>unchanged, signed by {by}, whom nobody vouches for here</source>
      <translation>未更改，由 {by} 签名，但签名者在此计算机上未受信任</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>until {date}</source>
      <translation>截至 {date}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>valid, signed by {name}</source>
      <translation>有效，由 {name} 签名</translation>
    </message>
    <message>
      <location filename="../../engine/devices/calls.py" />
      <source>was ended by {signal}</source>
      <translation>被 {signal} 终止</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>weights as safetensors</source>
      <translation>safetensors 格式的权重</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>your folder</source>
      <translation>自选文件夹</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>{address} wants a token, or its terms to be accepted first.</source>
      <translation>{address} 需要令牌，或须先接受其条款。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/export.py" />
      <location filename="../../glm_studio/library/metadata.py" />
      <location filename="../../glm_studio/state/incoming.py" />
      <source>{cause}.</source>
      <translation>{cause}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/run_follower.py" />
      <source>{device} failed. The picture starts anew on another device.</source>
      <translation>{device} 发生故障。图片将在另一设备上重新开始。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{device}, {precision} (chosen)</source>
      <translation>{device}，{precision}（所选）</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/notices.py" />
      <source>{done} of {n} pictures are done, {failed} failed</source>
      <translation>{n} 张图片中已完成 {done} 张，失败 {failed} 张</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{done} of {total}</source>
      <translation>{done}，共 {total}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{done} of {total} codes</source>
      <translation>{done}/{total} 个编码</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <location filename="../../glm_studio/models/verify.py" />
      <source>{expected:,} bytes</source>
      <translation>{expected:,} 字节</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>{extension} cannot be used.</source>
      <translation>无法使用 {extension}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>{extension} is not installed; its maker hands it out with the SDK, not on PyPI.</source>
      <translation>未安装 {extension}；厂商随 SDK 提供它，PyPI 上没有。</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>{field} cannot be used.</source>
      <translation>{field}无法使用。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>{file} cannot be read: {reason}</source>
      <translation>无法读取 {file}：{reason}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/watching.py" />
      <source>{folder} can be reached again.</source>
      <translation>已可重新访问 {folder}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/watching.py" />
      <source>{folder} cannot be reached. Its pictures stay as they were last seen.</source>
      <translation>无法访问 {folder}。其中的图片保持上次所见的状态。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>{found}. {unread}.</source>
      <translation>{found}。{unread}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>{free} are free there.</source>
      <translation>空闲 {free}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{h} h {m} min</source>
      <translation>{h} 小时 {m} 分</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>{marked} of %n picture(s) selected</source>
      <translation>
        <numerusform>已选择 {marked} 张，共 %n 张图片</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>{megapixels} megapixels · {codes} codes · {tokens} tokens</source>
      <translation>{megapixels} 百万像素 · {codes} 个编码 · {tokens} 个 token</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{model}, {size}, {n} steps</source>
      <translation>{model}，{size}，{n} 步</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>{m} min</source>
      <translation>{m} 分钟</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{m} min {s} s</source>
      <translation>{m} 分 {s} 秒</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>{name} (damaged)</source>
      <translation>{name}（已损坏）</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/rail.py" />
      <source>{name} ({key})</source>
      <translation>{name} ({key})</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>{name} cannot be shown.</source>
      <translation>无法显示 {name}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>{name} cannot be used.</source>
      <translation>无法使用 {name}。</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>{name} does not answer.</source>
      <translation>{name} 没有响应。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>{name} from {source}</source>
      <translation>{name}，来自 {source}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/model_shelf.py" />
      <source>{name} has arrived.</source>
      <translation>{name} 已下载完成。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>{name} is missing, or is no text</source>
      <translation>缺少 {name}，或其不是文本</translation>
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>{name} is not installed.</source>
      <translation>未安装 {name}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>{name} stands in it twice</source>
      <translation>{name} 出现了两次</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>{name} took its process with it.</source>
      <translation>{name} 导致其进程终止。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{name} {installed}.</source>
      <translation>{name} {installed}。</translation>
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>{name} {text} does not fit this program.</source>
      <translation>{name} {text} 不适用于本程序。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>{name} {value}</source>
      <translation>{name} {value}</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>{name} {value} is not known.</source>
      <translation>{name} {value} 不是可用值。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>{name} – not reachable</source>
      <translation>{name} – 无法访问</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>{name} – reading…</source>
      <translation>{name} – 读取中…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: 0 to {high}</source>
      <translation>{name}：0 到 {high}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: a new one after every run. Click to keep this one.</source>
      <translation>{name}：每次运行后换新。单击以固定当前种子。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>{name}: a small stand-in, not GLM-Image's quality</source>
      <translation>{name}：小型替代模型，画质不及 GLM-Image</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: draw a new one</source>
      <translation>{name}：换一个</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: keep it</source>
      <translation>{name}：固定</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: kept. Click to draw a new one after every run.</source>
      <translation>{name}：已固定。单击后每次运行换新。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>{name}: not loaded</source>
      <translation>{name}：未加载</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>{name}: now choose another picture or a preview</source>
      <translation>{name}：现在选择另一张图片或预览</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: take one of the last, or another's</source>
      <translation>{name}：取用最近的或其他图片的种子</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/load.py" />
      <location filename="../../engine/glm_image/part.py" />
      <source>{name}: {error}</source>
      <translation>{name}：{error}</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{name}: {facts}.</source>
      <translation>{name}：{facts}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/number_field.py" />
      <source>{name}: {low} to {high}</source>
      <translation>{name}：{low} 至 {high}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_chip.py" />
      <source>{name}: {value}</source>
      <translation>{name}：{value}</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{name}{kind}: {gib:.2f} GiB in {folder}.</source>
      <translation>{name}{kind}：{gib:.2f} GiB，位于 {folder}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>{needed} GB are still to come, and {free} GB are free.</source>
      <translation>还需下载 {needed} GB，空闲 {free} GB。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>{needed} of {room} on {device}</source>
      <translation>{device} 上需 {needed}，共 {room}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>{need} of {budget}</source>
      <translation>{need}，共 {budget}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>{nothing_to_do} If there should be a card, see docs/hardware.md; its driver is at {hardware}.</source>
      <translation>{nothing_to_do}如果应该有加速卡，参见 docs/hardware.md；其驱动在 {hardware}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{nothing_to_do} To use this card as well, run: unset {visible}, then start the program again.</source>
      <translation>{nothing_to_do}若也要使用此加速卡，运行：unset {visible}，然后重新启动程序。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <location filename="../../glm_studio/ui/compare_view.py" />
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} %</source>
      <translation>{n}%</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>{n} % of the pixels</source>
      <translation>{n}% 的像素</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>{n} % – GLM Studio</source>
      <translation>{n}% – GLM Studio</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>{n} GB</source>
      <translation>{n} GB</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{n} GFLOP/s</source>
      <translation>{n} GFLOP/s</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{n} TFLOP/s</source>
      <translation>{n} TFLOP/s</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} W</source>
      <translation>{n} W</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>{n} at once</source>
      <translation>{n} 张同时生成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} cancelled</source>
      <translation>{n} 张已取消</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} done</source>
      <translation>{n} 张已完成</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} failed</source>
      <translation>{n} 张失败</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>{n} not saved</source>
      <translation>{n} 张未保存</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>{n} px</source>
      <translation>{n} 像素</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} running</source>
      <translation>{n} 张生成中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} steps</source>
      <translation>{n} 步</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{n} steps, guidance {guidance}</source>
      <translation>{n} 步，引导强度 {guidance}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} waiting</source>
      <translation>{n} 张等待中</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} °C</source>
      <translation>{n} °C</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>{n} × {name}</source>
      <translation>{n} × {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>{n}. {text}</source>
      <translation>{n}. {text}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>{parent} was found, but ASCEND_HOME_PATH does not name it.</source>
      <translation>找到了 {parent}，但 ASCEND_HOME_PATH 未指向它。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>{part} of {whole} pixels</source>
      <translation>{part} 像素，共 {whole} 像素</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>{part}, used as {size}</source>
      <translation>{part}，以 {size} 使用</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>{path} cannot be read: {cause}.</source>
      <translation>无法读取 {path}：{cause}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>{path} holds no certificates in PEM form.</source>
      <translation>{path} 中没有 PEM 格式的证书。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>{path} holds no private key in PEM form.</source>
      <translation>{path} 中没有 PEM 格式的私钥。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/named_files.py" />
      <source>{path} is no file on a disk of this machine.</source>
      <translation>{path} 不是此计算机磁盘上的文件。</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>{path}: {why}</source>
      <translation>{path}：{why}</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{percent:.0f} % busy</source>
      <translation>占用 {percent:.0f}%</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>{printer} took no page.</source>
      <translation>{printer} 没有接收任何页面。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>{producer}, not verified</source>
      <translation>{producer}，未验证</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>{producer}, unchanged since</source>
      <translation>{producer}，此后未更改</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>{purpose} as JSON</source>
      <translation>{purpose}（JSON 格式）</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>{purpose} as a JSON object</source>
      <translation>{purpose}（JSON 对象）</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate} codes/s</source>
      <translation>{rate} 编码/秒</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate} steps/s</source>
      <translation>{rate} 步/秒</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate}/s</source>
      <translation>{rate}/s</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>{remedies}.</source>
      <translation>{remedies}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>{remedy}, then move the picture from there.</source>
      <translation>{remedy}，然后从那里移动图片。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>{remedy}, then save again.</source>
      <translation>{remedy}，然后重新保存。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/roots.py" />
      <location filename="../../glm_studio/library/trash.py" />
      <location filename="../../glm_studio/models/errors.py" />
      <source>{remedy}.</source>
      <translation>{remedy}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/export.py" />
      <source>{remedy}. Then export again.</source>
      <translation>{remedy}，然后重新导出。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/imports.py" />
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>{remedy}. Then try again.</source>
      <translation>{remedy}，然后重试。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>{remedy}. Then undo again.</source>
      <translation>{remedy}，然后再次撤销。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>{remedy}. Until then, pictures that wait are lost if the program ends.</source>
      <translation>{remedy}。在此之前，如果程序结束，等待中的图片会丢失。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>{section}: back to the model's own settings</source>
      <translation>{section}：恢复模型自身的参数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} has no certificate that this machine trusts: {words}.</source>
      <translation>此计算机不信任 {server} 的证书：{words}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} is no http or https address.</source>
      <translation>{server} 不是 http 或 https 地址。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} said: {words}.</source>
      <translation>{server} 返回：{words}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} was silent for {n} seconds.</source>
      <translation>{server} 已有 {n} 秒没有响应。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{settings}, {size}</source>
      <translation>{settings}，{size}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>{since} to {until}</source>
      <translation>{since} 至 {until}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/verify.py" />
      <source>{size:,} bytes</source>
      <translation>{size:,} 字节</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>{size:,} bytes, so the file is {fault}</source>
      <translation>{size:,} 字节，所以文件{fault}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>{size} of memory</source>
      <translation>{size} 内存</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{size} on {device}, {precision}: {name}; {peak:.2f} of {budget:.2f} GiB.</source>
      <translation>{size}，{device}，{precision}：{name}；{peak:.2f} GiB，共 {budget:.2f} GiB。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_chip.py" />
      <source>{size} pixels, {megapixels} megapixels</source>
      <translation>{size} 像素，{megapixels} 百万像素</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>{size} to download: {time}.</source>
      <translation>需下载 {size}：{time}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>{size}: {time}. It can be paused, and goes on after a restart.</source>
      <translation>{size}：{time}。可以暂停，重新启动后会继续。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/number_field.py" />
      <source>{spans}, multiples of {n}</source>
      <translation>{spans}，{n} 的倍数</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>{stage}: {time}</source>
      <translation>{stage}：{time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{s} s</source>
      <translation>{s} 秒</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{s} s a step</source>
      <translation>每步 {s} 秒</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>{text!r} names no devices.</source>
      <translation>{text!r} 未指定任何设备。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>{text}

Delete leaves it out, Ctrl+Left and Ctrl+Right move it.</source>
      <translation>{text}

按 Delete 移除，按 Ctrl+Left 和 Ctrl+Right 移动。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{time} left</source>
      <translation>剩余 {time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{time} so far</source>
      <translation>已用 {time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <source>{title}, {name}, not usable</source>
      <translation>{title}，{name}，不可用</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>{token} is a command to the model: take its brackets away.</source>
      <translation>{token} 对模型来说是指令：去掉其括号。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{used:.1f} of {total:.1f} GiB used</source>
      <translation>已用 {used:.1f} GiB，共 {total:.1f} GiB</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{used} of {total}</source>
      <translation>{used}，共 {total}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>{visible} is {hidden!r}.</source>
      <translation>{visible} 是 {hidden!r}。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{visible} is {text!r}; its numbers must exist and ascend.</source>
      <translation>{visible} 是 {text!r}；其中的编号必须存在且按升序排列。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{visible} is {value!r}.</source>
      <translation>{visible} 是 {value!r}。</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{what} {why} It is not measured before the program starts again.</source>
      <translation>{what}{why}重新启动程序之前不再测量。</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>{where} computed values beyond what this precision holds.</source>
      <translation>{where}计算出的值超出了此精度的范围。</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>{where} computed values that are not numbers.</source>
      <translation>{where}计算出的值不是数字。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{which} is hidden from this program.</source>
      <translation>{which}对本程序隐藏。</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{which} is not seen by torch_npu.</source>
      <translation>torch_npu 看不到 {which}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>{width} × {height} mm, {dpi} pixels an inch</source>
      <translation>{width} × {height} 毫米，每英寸 {dpi} 像素</translation>
    </message>
    <message>
      <location filename="../../engine/sizes.py" />
      <source>{width}x{height} has a side outside {min_side} to {max_side}.</source>
      <translation>{width}x{height} 有一边超出 {min_side} 到 {max_side} 的范围。</translation>
    </message>
    <message>
      <location filename="../../engine/sizes.py" />
      <source>{width}x{height} has more than {max_pixels:,} pixels.</source>
      <translation>{width}x{height} 的像素数超过 {max_pixels:,}。</translation>
    </message>
    <message>
      <location filename="../../engine/sizes.py" />
      <source>{width}x{height} is not made of multiples of {code_px}.</source>
      <translation>{width}x{height} 不是 {code_px} 的倍数。</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>{width}x{height} is too long and narrow for a reference.</source>
      <translation>{width}x{height} 过于狭长，不能作为参考图。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/decode.py" />
      <source>{width}x{height} px are too many.</source>
      <translation>{width}x{height} 像素太多。</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>{wish!r} cannot be used.</source>
      <translation>无法使用 {wish!r}。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is beyond what the model can do.</source>
      <translation>“{part}”超出了模型的能力。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is no value of this parameter.</source>
      <translation>“{part}”不是此参数的有效值。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is not in the prompt, so nothing can take its place.</source>
      <translation>“{part}”不在提示词中，无法替换。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is there twice.</source>
      <translation>“{part}”出现了两次。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>“{text}” is no longer drawn.</source>
      <translation>不再绘制“{text}”。</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>“{text}” would be drawn as well.</source>
      <translation>还会绘制“{text}”。</translation>
    </message>
  </context>
</TS>

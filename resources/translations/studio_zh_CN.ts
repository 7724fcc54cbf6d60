<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
  <context>
    <name>studio</name>
    <message>
      <location filename="../../engine/door.py" />
      <source> beside these references</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n character(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n file(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>%n file(s) as published</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>%n file(s) cannot be read</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>%n file(s) look like pictures, but cannot be read.</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} possible prompt(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} prompts by chance: more are not made at once</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>%n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>%n picture(s) are done</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_details.py" />
      <source>%n picture(s) selected</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n picture(s), a seed is kept</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>%n prompt(s) forgotten</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/stars.py" />
      <source>%n star(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>%n star(s) or more</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>%n text(s) will be drawn</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n token(s) · {share} %</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>%n waiting picture(s) cancelled</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>, a small stand-in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>--memory is not above 0.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>/dev/davinci_manager is open to the group HwHiAiUser alone, and you are not in it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>; or </source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>A GLM-Image folder in diffusers layout, or one with several</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>A brace is missing its other half, or nothing is between the braces.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>A card and its driver are there, but torch_npu is not installed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>A card is there, but /usr/local/Ascend/driver is not.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>A chat model can make a fuller prompt of yours. Enter the address of any OpenAI-compatible server, for example a model of your own behind vLLM. Nothing is sent until you ask for it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>A choice: {red|blue}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>A device is written npu:0, several npu:0,npu:1, one picture over two npu:0+npu:1.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A dictionary's name, for example en_GB; auto takes those of your languages. Dictionaries of LibreOffice and of the system are found by themselves.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>A folder with models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>A line of a wildcard file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A mirror, for example https://hf-mirror.com. Empty: huggingface.co.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A mirror, or https://modelscope.ai. Empty: modelscope.cn.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>A model is named owner/name, for example zai-org/GLM-Image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A notice on the desktop when a run ends or fails while you work in another program.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>A picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/notices.py" />
      <source>A picture failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>A picture of {name} cannot be planned.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>A picture of {width}x{height} does not fit into {budget:.1f} GiB of memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>A proxy is written http://host:port or socks5://host:port.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A quick sketch of the whole picture while its layout is still being written. The finished picture is the same without.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>A quote has no end, so that nothing of it is drawn.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_filter.py" />
      <source>A seed, whole</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>A side is {side!r:.40}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>A small stand-in that comes with the studio, for trying out.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>A small stand-in, for trying out: not GLM-Image's quality.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>A word of the prompt, then what takes its place: fox; owl; red squirrel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>About {time}</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>About {time} for %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Accept the terms on the model's page, and enter a token that may read it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Actual pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Actual pixels (Ctrl+1)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Actual pixels of all pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <source>Adapter weight</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Adapters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_commands.py" />
      <source>Add a folder with models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Add a folder…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Add a reference picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Add a style</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Add a style: how the picture is made, beside what it shows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>Add a tag (T)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/adapters.py" />
      <source>Add adapters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Add or find a tag</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Add references</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/spelling.py" />
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Add “{word}” to the dictionary</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Address</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Address of Hugging Face</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Address of ModelScope</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>All</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>All %n prompt(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>All Ascend cards are hidden from this program.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>All NVIDIA cards are hidden from this program.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>All files in {folder} are deleted. In the trash they take as much room as before.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>All is well.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>All new</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>All pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>All pictures small on one sheet, with names</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <source>All pictures, the newest first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>All that can be done with the picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <source>All {n} cards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>All: {facts}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>Allow reading it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Always</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Amplification</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>An OpenAI-compatible server, for example http://localhost:8000/v1. While this is empty the enhancer is off. Prompts are sent there only when you ask for it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>An address begins with https:// or http://.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>An animation in 256 colours that everything plays</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>An animation in all colours; browsers play it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>An estimate for one picture, corrected by the pictures that were made here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Another download writes to {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Apple's graphics cannot be used by this torch.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Apple's graphics cannot be used on this system.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Apple's graphics does not answer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>As it is</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>As large as the paper allows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>As of the selected picture: {seed}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>As the model's authors use it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>As the new picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>As the reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>As the server calls it. Empty: the first one that it lists.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>As the system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>Asking what there is …</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>Asks from where, and into which folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>At least {lowest:.1f} GiB are needed. Tried: {refused}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Automatic</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Back to the default: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Back to the gallery</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Back to the running picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Begin no more pictures; those that run are finished (Ctrl+Shift+J)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Begin with a template</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Beginning</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Best rated first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Boards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Boards…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Both beside each other, the same part of each (1)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Broken</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Brought back: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Busy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>By pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>By prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>CANN is installed, but its environment is not set.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>CANN is missing, the toolkit of Ascend cards.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>CANN is {toolkit}, but torch_npu {torch_npu} is made for CANN {wanted}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>CANN's library {name} was not found: CANN is missing, or its environment is not set.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>CUDA says: {complaint}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>CUDA says: {split}.</source>
      <translation type="unfinished" />
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
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Cancel %n picture(s) of the queue</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Cancel all</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Cancel all pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Cancel the running picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Cancelled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Canvas</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Change by itself</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Changes a second</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Changes at once; nothing is restarted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Check</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Check spelling</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Check the address, or have the certificate added to this machine.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Check the folder and the disk, then change a snippet again; until then all are here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/prompt_files.py" />
      <source>Check the folder and the disk, then try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Check the key in the settings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Check the model's name and the address in the settings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Check the name: it is zai-org/GLM-Image, or ZhipuAI/GLM-Image on ModelScope.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Check the name; for a private or gated model enter a token that may read it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Check the network, the proxy and the address, then continue.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>Check the printer, or print into a PDF file in another folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Checksums</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Choices and wildcards: one prompt that becomes several</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a LoRA for GLM-Image's transformer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a LoRA that was made for a model of this size.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a LoRA that was made for this model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/imports.py" />
      <source>Choose a folder that you may read.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Choose a place…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a plain LoRA.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a plain LoRA: others are not computed here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose another file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Choose another folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Choose another picture.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Choose another…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>Choose fewer or smaller pictures, or a PDF.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>Choose fewer or smaller pictures.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Choose others by chance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>Choose pictures that differ in one or two parameters.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Choose reference pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>Choose the folder of a GLM-Image model in diffusers layout.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Choose the part anew.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Choose…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Clear</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Clear filters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Clear from the list</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Clear the finished</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Clear the finished pictures from the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Click to use a part of it. Drag it, or press left and right, to change the order; Delete removes it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/expansions_sheet.py" />
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>Close</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/sheet.py" />
      <source>Close (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/holder.py" />
      <source>Close programs that use it, or use another device: --device cpu.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Close programs that use much memory</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/model.py" />
      <source>Close programs that use much memory, or make a smaller picture.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Close the comparison (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>Close the program and start it again with PYTORCH_NPU_ALLOC_CONF=expandable_segments:False: with some drivers this way of using memory fails so.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>Close the program and start it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Close the program and start it again; if it ends the same way, restart the device or the machine. glm-studio doctor says how it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Close the program and start it again; if the device stays silent, restart it or the machine. glm-studio doctor says how it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Close the program and start it again; report it with this text and the log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Codes {done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Columns</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Commands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Compare</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Compare 2 to 8 selected pictures (C)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare by flickering</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Compare pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare side by side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare this picture with another one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare with a slider</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare with the previous picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Compare with the previous picture, or any other (C)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Compare with the shown picture</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Comparing %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <location filename="../../glm_studio/ui/compare_painter.py" />
      <source>Comparing…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Composing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Composing {size}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Composition</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_choice.py" />
      <source>Compute on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Connecting again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>Contact sheet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Contact sheet beside them, as</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Continue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Continue it: what has arrived is kept. If it happens again, look into the log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Copied</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>Copy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Copy the picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Copy the picture (Ctrl+Shift+C)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Copy the prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy the whole page as text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Copy these sentences, for a report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy what mends it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/rail.py" />
      <source>Create</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Crop a reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Date</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Delete</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Delete a board</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Delete a preset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Delete for good</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Delete it for good, or move it by hand.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Delete pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Delete snippet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Delete style</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Delete template</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Delete the board, keep its pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/list_popover.py" />
      <source>Delete the chosen one (Shift+Delete)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Delete the damaged character.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Delete the files…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Delete the style</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Delete what has arrived, and forget the download</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Delete {name}?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Delete {preset}</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/studio.py" />
      <source>Deleted: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/empty_state.py" />
      <source>Describe a picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Describe the picture in sentences: subject, place, light, style.
Text in “quotes” is drawn as text.  Ctrl+Enter generates.
Ctrl+Up brings back earlier prompts, / writes a snippet.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Detail</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/seed_row.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Detail seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Details</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Device: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Devices</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Dictionary</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Different ratings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Discard</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Discard…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Disks</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Dismiss</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Display</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Download</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/model_commands.py" />
      <source>Download GLM-Image</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Download again what is damaged or missing of it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Download it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <location filename="../../engine/glm_image/adapters.py" />
      <source>Download the adapter again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Download the model again, or choose another model folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <location filename="../../glm_studio/models/verify.py" />
      <source>Download this file again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Downloading</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>Download…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Draft</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_view.py" />
      <source>Drag the frame or its edges. Arrow keys move it, with Shift they change its size, with Ctrl by single pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Draw a new detail seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Draw a new layout seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Draw with this model from now on. Nothing is restarted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Drawn as text: {text}
Click to select it in the prompt.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Drawn text: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Draws one of the model's examples</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Drop pictures, or click</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_chip.py" />
      <source>Drop this filter: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>Drop to use as an adapter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>Drop to use its settings, its prompt, or as a reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Each picture has a layout and a detail of its own.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Each preview as a PNG file of its own</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Earlier prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Earlier prompts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Earlier prompts (Ctrl+H)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Early picture of the layout</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Edit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Edit presets</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Edit…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>End the comparison</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>End the comparison (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Enter one like http://localhost:8000/v1 in the settings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Enter the address of an OpenAI-compatible server in the settings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Every pixel as it is; the largest file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Every pixel is the same</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <location filename="../../engine/errors.py" />
      <source>Expected {expected}; found {found}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Export copies of the selected pictures (Ctrl+Shift+E)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export into</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Export pictures…</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Exported: %n file(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Export…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Failed: {why}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Favourites</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Few steps: quick and a little rough. The size stays, so that a layout that pleases is the finished picture's.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Files of this picture that are gone: {names}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Fill in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Fill in the fields of the prompt one by one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Fill in the prompt's fields</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Fill in…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Find a board or name a new one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Fine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Fingerprint</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_delegate.py" />
      <location filename="../../glm_studio/ui/queue_model.py" />
      <source>Finished</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Finishing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>First</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Fit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Fit all pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Fit the picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Fit the picture (Ctrl+0)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Folder for models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Folders</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Follow the system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>For downloads: http://host:port or socks5://host:port. Empty: as the system says.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/prompt_history.py" />
      <source>Forget %n prompt(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Forget all earlier prompts; can be undone</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Format</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Format of the contact sheet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Found here: {here}.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Found in {folder}: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Frames</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Free</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Free some space on this disk, or choose a folder on another one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>From</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>From the clipboard</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>From the selected picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Full</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Further from the prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>GLM Studio ended unexpectedly</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <location filename="../../glm_studio/ui/gallery_view.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <source>Gallery</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Gallery (F9)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Generate</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Get GLM-Image, or another model of its kind</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Get it from {hardware}, and run: sudo ./Ascend-hdk-*-npu-driver_*.run --full</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Get it from {hardware}, and run: sudo ./Ascend-hdk-*-npu-firmware_*.run --full</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Get the adapter's .safetensors version.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>Get the model's safetensors version.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>Get the {extension} for torch {version} from developer.cambricon.com, or start the program in one of their containers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Get toolkit and kernels for your card from {cann}, and run: sudo ./Ascend-cann-toolkit_*.run --install</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Give it a name.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Give more of it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Go</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Go on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Go on with the pictures that wait (Ctrl+Shift+J)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Go on with what has not arrived yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to the prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to: {page}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Good</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Grid {columns} × {rows}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Guidance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Half of its pair for {layer} is missing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Hardware</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Have a chat model rewrite the prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Have a chat model rewrite the prompt (Ctrl+Shift+R)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Height</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>Hide {section}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Higher looks better and makes larger files</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>How far their colours are apart (4)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>How freely it writes: 0 keeps close to the likeliest words, above 1 it wanders.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>How large the pictures are shown (Ctrl+wheel)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>How many pictures to make, each with seeds of its own.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>How many steps the painting takes.
More make finer detail and take longer; the gain fades after about 30 to 50.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>How often one picture takes the other's place</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>How strictly the picture keeps to the prompt.
1 leaves the painter alone, in half the time; high values grow harsh and oversaturated.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>How strongly this adapter changes the painting; 1 is as it was trained.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>How the copies are called; fields are in braces</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>How to compare</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Idle</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>If the server wants one. It is kept on this machine as it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Import a folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Import a folder…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>In use</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Install CANN {wanted} from {cann}: sudo ./Ascend-cann-toolkit_{wanted}*.run --install</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>Install Cambricon's driver, or pass the device into the container.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Install NVIDIA's driver, then restart the computer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Install Python {low} to {high}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Install a torch that was built for an older CUDA, or use --device cpu.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>Install the {extension} that was built for torch {version} and the SDK that it names.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Install versions that belong together: docs/hardware.md.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/cli.py" />
      <source>Interrupted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Into</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Into the folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It contains {token}, which the model reads as a command.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It could not be imported{last_words}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It could not be tried: {strerror}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It declares a document type, which XMP has no use for.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It did not start within {timeout_s:g} s: the driver may hang.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>It did not work with %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>It does not fall asleep while a picture is made; the screen may go dark.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It does not fit torch or CANN ({name}).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It ended the process by {signal_name}{last_words}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>It has been silent within a job for longer than any of its work takes.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>It has compute capability {major}.{minor}; torch {version} begins with {oldest}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>It has no description in it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It has {codes} codes for {rows}x{columns}; a picture of {width}x{height} pixels needs {wanted}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It holds half of a character.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It holds no LoRA matrices.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It holds {strange}, which is no part of a plain LoRA.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is empty.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It is larger than any such file should be.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>It is loading.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>It is made for {wanted}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It is no safetensors file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It is not well-formed XML: {cause}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It is sent nowhere. It holds the prompt: read it before you give it away.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>It is small: enlarged to {size} it looks soft.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>It is too long and narrow for the model. Choose a part of it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is {length:,} bytes long; at {width}x{height}{beside} this model reads {longest:,}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is {value!r:.40}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is {weight!r:.40}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It left no word of why. The system ends programs like this when memory runs out, when a driver fails, or when the machine is switched off.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>It may have been moved or deleted, or it is damaged; look in the pictures folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>It names a device twice, or one beside {auto} or {all}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It needs the Python package {name}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/model.py" />
      <source>It needs {need:.1f} GiB more, and {free:.1f} GiB are free by now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>It said no more than that.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>It said: {said}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>It said: {short} ({found}: {meaning}).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>It shares a few gigabytes with the processor, and the model needs 20 GB at least.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>It takes no more jobs.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It was last heard of at {time}. Nothing that was saved is lost.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It was making %n picture(s) at {time}. Nothing that was saved is lost.</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It was trained with {name}, which this program does not compute.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>It was tried in each precision, and said: {said}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>It was tried several times. The last time: {why}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>It works; something is worth mending.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Its codes are 0 to {codebook_size:,}; use a composition it wrote.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Its device files or its driver's folder are missing inside.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its disk has no trash, or refuses it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Its matrices for {layer} are {up} and {down}; the layer goes from {inputs} to {outputs}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Its pair for {layer} is empty.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its process exited with code {code}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its process was ended from outside, or could not be started.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its published checksum is {expected}…, that of what arrived {found}….</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>Its text is not UTF-8.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Its worker ended again and again without finishing a job, the last time by {cause}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Keep a piece of a prompt here, and write it with / and its name.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/sizes.py" />
      <source>Keep a size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Keep it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Keep prompt and parameters in the files</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Keep the detail seed, or not</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Keep the layout seed, or not</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Keep the machine awake</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Keep the prompt and the settings in the file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Keep the prompt, or what is selected in it, as a snippet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Keep the ratio of the sides</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Keep the ratio of the sides: one follows the other.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Keep this size among the presets</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Keep what the panel shows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Kept until the studio is closed, and written nowhere</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Kind of file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Known: {auto}, {precisions}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Known: {names}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Landscape</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Language</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Language and look</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Larger pictures are made smaller, never larger</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Larger than the paper: only its middle is printed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Largest first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Last 30 days</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Last 7 days</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Later prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Layout</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/seed_row.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Layout seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Layouts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Leave it out to give away only the picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Leave out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Leave out of the comparison</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Leave out the style {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Leave, or stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Less makes the file smaller and the picture coarser</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Let {preset} be what the panel shows now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Light</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Load</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>Loading</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Loading the model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Longest side</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Look again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Look at versions, devices, speeds, disks and the display</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>Look for a copy of it elsewhere.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_commands.py" />
      <source>Look for models again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Look through the snippets</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Looking at the hardware …</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Looking for models …</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Looking for suggestions…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <location filename="../../glm_studio/ui/gallery_panel.py" />
      <source>Looking through your pictures…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Looking … {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Looks at versions, devices, the model, disks and the display, measures how fast this machine is, and says what a picture will take. About ten seconds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_facts.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Made</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Made, but not saved: the disk does not take it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Make a first picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Make a picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Make all combinations, or some by chance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Make every combination, all with the same seeds, so that only words differ</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Make first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make it again with another layout</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make it again with the same layout, painted anew</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Make it smaller first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Make last</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Make one like it…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Make the contact sheet again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Make the next pictures from the selected ones (R)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>Make the next pictures without {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Make the picture (Ctrl+Enter)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Make the picture {columns}x{rows}, or compose anew.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Make these pictures after those (Ctrl+Enter)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make this picture after all, with the same settings (R)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make this picture before all others that wait (Alt+Home)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>Measuring it was given up after {limit_s:g} s.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Memory</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Memory plan</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Memory plan: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Memory ran out. The picture starts anew with a smaller plan.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Memory: at most {need} of {budget}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Memory: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Mend the file or move it away, and start again; until then it is left as it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Missing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Missing file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Models and network</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>More</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>More pixels on an inch make the print smaller and finer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>More steps: finer texture and edges. A layout that was written before is painted anew, not composed anew.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>More that can be done with the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Motion</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Move a preset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Move a reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Move left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Move right</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>Move that file away, then undo again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Move to the trash</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Move to the trash (Del)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Move {preset} down</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Move {preset} up</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Name a whole path for the folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Name at most {most_together} different seeds, this picture's among them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>Name each device once, or use {auto} or {all} alone.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Name of a new preset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Name of {preset}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Named</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Nearer to the prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Nearly all that the model reads: {n} bytes are left.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Never</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>New board</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>New board…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>New detail</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>New layout</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_painter.py" />
      <source>New picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>New seeds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>New style…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/name_picker.py" />
      <source>New: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Newest first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>No Apple graphics was found.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>No Ascend card was found.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>No Cambricon card was found.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>No NVIDIA card was found.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>No card was found: pictures are made on the processor.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>No earlier prompt has these words.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>No file manager opened {folder}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>No memory may be used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>No parameter differs.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>No picture can be made as it is.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>No picture matches</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>No pictures yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>No setting has these words.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>No snippet has these letters.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>No suggestions</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>No tags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>No template has these words.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>No time can be estimated.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Nobody answers at {server}: {words}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>None yet. A preset keeps steps and guidance, and the size if you like.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>None, or what the system says</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Normal</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Not measured</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Not rated</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>Not read from {folder}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <source>Not usable</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/export.py" />
      <source>Nothing can be exported to {place}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Nothing can be measured.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Nothing can be planned.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Nothing is downloaded.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Nothing is downloaded; a download that runs is paused.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Nothing is planned, for no device is left without {unwell}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Nothing stands between these quotes. Click to select them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>Now</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Numbers with commas, or a range: 1, 1.5, 3 or 1..3 step 0.5</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Numbers with commas, or a range: 8, 16, 30 or 10..50 step 10</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Of the colour channels, 0 to 255; PSNR is higher the more alike the pictures are</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Off</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Oldest first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>On</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>On disk</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>On no board</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>On the board {board}: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>On this machine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>On this machine ({device}, {precision}) a picture takes {time}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>On {device}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>On {device}: composing {a}, painting {b}, finishing {c}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>One after the other in the same place (3)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>One layout, painted anew each time: the layout seed stays, the detail seed counts up. The layout is written once for all of them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>One left and one right of a line that you drag (2)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_chip.py" />
      <source>One of your own; Delete removes it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <source>One picture over two: {a} and {b}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Only for private or gated models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures made with references, or without</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures of a model or program</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures of a size or shape</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures of this seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures rated so high</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures that were made then</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures with all these tags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Only {n} adapters can be used at a time.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Only {n} reference pictures can be used at a time.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Open it elsewhere and save it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Open it on the canvas</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Open on the canvas</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Open on the canvas (Enter)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Open the folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Open the folder of the wildcard files</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Open the model again and retry.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Opening the model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_pane.py" />
      <source>Opening…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Order</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Order: {order}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Origin</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Other layout: the same prompt and settings, composed anew (Ctrl+Shift+D)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Other layouts in the same hand: the detail seed stays, the layout seed counts up. Layouts are written four at a time.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>PNG keeps every pixel; the others make smaller files</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>PSNR {n} dB</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Painting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Paper</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Parameters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Part of {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>Paste</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Pause</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Pause the queue, or go on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Paused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Picture copied</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Picture {i} of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/count_row.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Pictures are being made.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Pictures are made on this machine alone. This is what was found on it:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Pictures are made on {name} ({title}) instead, which may take longer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Pictures are made without {name}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Pictures beside each other on the sheet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Pictures that the new one starts from, beside the prompt.
Drop up to {n} files here, or click to choose.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Pictures that you ask for line up here, and stay listed when they are done.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Pictures with four or five stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Pixels an inch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Places</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Planned without {unwell}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/film_bar.py" />
      <source>Play the previews</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Portrait</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Power</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Precision: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Preset: draft</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Preset: fine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Preset: normal</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Presets</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Previews</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>Previews gather here while the picture is made.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>Previews of this picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Print</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Print…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Program</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Program and libraries</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Progress</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Prompt and parameters (F8)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Prompt copied</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: address</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: instruction</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: key</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: temperature</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Prompts that pictures were made of gather here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Proxy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Put into the panel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Put into the panel, to change it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Put it back</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Put on a board</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>Put on a board (B)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Put pictures on a board…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Put the selected pictures on a board (B)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Put this picture's settings into the panel, to change them</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>Put this prompt and these parameters into the panel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Put {field} into the name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Python {version} on {system} {machine}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/preset_row.py" />
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Quality</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/queue_view.py" />
      <source>Queue</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Queue %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue again with new seeds</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Queue the same again with another layout and other detail</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: cancel the selected</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: earlier</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: later</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: try the selected again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Quit</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate: %n star(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Rate: 1 to 5, 0 takes the rating away</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate: no stars</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Rating</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Rating: {words}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Read every file and compare it with its published checksum</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Read no further</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Read the prompts that come next</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Read what is sent…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Reading</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>Reading the devices …</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Reading: {done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Reads weights at {a} GB/s, copies at {b} GB/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Ready</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Ready.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Redo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Reduced</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Reduced: nothing slides, blinks or fades.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Reference {i} of {n}: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>References</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Remove</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Remove a reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/sizes.py" />
      <source>Remove a size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Remove all references</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/adapters.py" />
      <source>Remove an adapter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Remove from the list</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Remove this reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_chip.py" />
      <source>Remove this size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Rename</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Rename a board</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Rename a preset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Rename snippet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/list_popover.py" />
      <source>Rename the chosen one (F2)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Reorder the queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Repair</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>Repair the file, or move it away and try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Replace a reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>Report it with the log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Reset all settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/parameters.py" />
      <source>Reset settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>Restart it or the machine. The log has what was said.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewrite</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewrite again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewrite the prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewritten</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Rows</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Run</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Run it again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Run the program with a Python for Apple's processors, not through Rosetta.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Run: export LD_LIBRARY_PATH={driver}/driver:{driver}/common:$LD_LIBRARY_PATH, then start the program again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Run: source /usr/local/Ascend/ascend-toolkit/set_env.sh (in newer versions /usr/local/Ascend/cann/set_env.sh), then start the program again from there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Run: source {script}, then start the program again from there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Run: sudo usermod -a -G HwHiAiUser $USER, then log out and in again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <location filename="../../engine/devices/cuda.py" />
      <source>Run: unset {visible}, then start the program again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Run: {executable} -m pip install 'torch_npu=={release}.*'</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>Run: {executable} -m pip install '{wanted}'</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Run: {executable} -m pip install --force-reinstall torch=={release} --index-url {index}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Run: {executable} -m pip install --force-reinstall {wanted}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Run: {executable} -m pip install {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Runs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Same layout, new detail</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Same layout, other detail: paint this composition anew (Ctrl+D)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Save</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Save a copy, also in another format (Ctrl+Shift+S)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Save a preset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Save again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Save and edit presets…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Save as</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Save as a snippet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Save as a snippet…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Save as a template</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Save it with 8 or 16 bits a channel.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Save preset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Save report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Save report…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Save snippet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Save the picture as</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Save the picture as…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Save the previews</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_bar.py" />
      <source>Save the previews as an animation</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Save the previews as an animation…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Save the prompt as a snippet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Save the prompt as a template</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Save the prompt…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Saved as a template: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <location filename="../../glm_studio/ui/centre.py" />
      <source>Saved {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Saved. Write it with /{name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Saving</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Search</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Search by key or by what it does</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Search in earlier prompts</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Search in prompts, tags and file names</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Search in snippets</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Search in the gallery</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Search the commands</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Search the commands (Ctrl+K)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Search the keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>Search the settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Search the templates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Searching…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>See what is wrong with it: nvidia-smi</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See what it complains of: npu-smi info -t health -i {npu} -c {chip}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>See whether driver, CANN and torch_npu belong together: docs/hardware.md.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See whether it is well: npu-smi info</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>See whether its driver and toolkit belong together: glm-studio doctor.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See whether the card is well and free: npu-smi info. Another container may hold it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>See whether the card sits in its slot and has power: lspci -d 19e5:</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>See whether the server is busy or stuck, then try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See who uses it: npu-smi info. A container needs --device=/dev/davinci{place}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/seed_filter.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>Seed {seed}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Seeds and count</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>Seeds of the last pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Seeds with commas; x4 counts four up, x4 random draws four</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Select 2 to 8 pictures to compare them.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_details.py" />
      <source>Select a picture to see how it was made.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Select nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Select the pictures that go on the new board.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Select the quote in the prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>Sentences that go around the prompt; {prompt} stands for the prompt itself.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Series of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>Settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Shape</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Shorten it to at most {longest:,} bytes: an English letter is one, a Chinese character three.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Show</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show all keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Show all pictures again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Show differences {n} times as strong</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Show in the file manager</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Show in the file manager (F)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Show it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show or hide the panel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show or hide the pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <location filename="../../glm_studio/ui/centre.py" />
      <source>Show or hide the previews of the run</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Show pictures whole, or fill their tiles</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Show the contact sheet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Show the difference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Show the folder of the wildcard files</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Show these days</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Show this folder no longer, keep its files</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Show which</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>Show {section}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Shows the picture while it is made, for at most a fiftieth of its time. The finished picture is the same without.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Sides are multiples of 32 from {min_side} to {max_side} pixels; the nearest allowed size is {width}x{height}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Size of the tiles</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Size on paper</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Sizes with commas: 1024x1024, 1280x768</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Small, and every program opens it; fine edges get a little noise</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Smaller than JPEG; browsers and most programs open it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Snippet “{name}” deleted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippet_popup.py" />
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Snippets</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Snippets: pieces of prompts to be used again (Ctrl+Space)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>So many of its pixels on an inch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Speed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Spelling</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Square</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Start the container with: --device=/dev/davinci0 --device=/dev/davinci_manager --device=/dev/devmm_svm --device=/dev/hisi_hdc -v /usr/local/Ascend/driver:/usr/local/Ascend/driver:ro -v /usr/local/bin/npu-smi:/usr/local/bin/npu-smi:ro</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Start the machine again, then see: npu-smi info</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Start the machine again; if that does not help, see: dmesg | grep -i -e drv -e ascend</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Start the server, or check its address in the settings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Starting the engine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Step {done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Steps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Steps and guidance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/film_bar.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Stop</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Stop the picture that is being made (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Stop what is being made and forget those that wait (Shift+Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Stop: change with X</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Stop; what has arrived is kept</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Stopped</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Stopped. What had come is here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Stopping</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Stopping…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>Style</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Style: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Swap the two pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Swap the two pictures (X)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Swap width and height</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Tag pictures…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Tag the selected pictures (T)</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Tagged {tag}: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Tags</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Tags…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>Take a PNG, JPEG or WebP file, or copy the picture again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/name_chips.py" />
      <source>Take away: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Take off a board</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Take off the board {board}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Tell when pictures are done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Temperature</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Templates</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Templates: prompts to be filled in (Ctrl+Shift+T)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The Ascend card is not open to this container.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>The Cambricon card cannot be used by torch alone.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>The Cambricon card has no driver.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The NVIDIA card cannot be used by this torch.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The NVIDIA card does not answer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The NVIDIA card has no driver.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The adapter</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The adapter weight</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The adapter {path} cannot be used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The address knows no such repository, or does not show it without a token.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The address {address} does not answer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>The card {name} ({title}) cannot multiply.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>The card {name} ({title}) failed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The card {name} does not answer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The card {name} is gone.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The card {title} is not well.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>The clipboard holds no picture any more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The composition seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>The connection is gone, and is tried again. It said: {why}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>The connection to {server} broke before the answer was whole.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The device {name} ({title}) does not answer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/holder.py" />
      <source>The device {name} ({title}) has too little free memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The device {name} ({title}) took its process with it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <location filename="../../engine/measure_process.py" />
      <source>The device {name} cannot be measured.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>The device {name} ran out of memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The device {wish} cannot be opened.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The devices cannot be listed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_choice.py" />
      <source>The devices that pictures are made on. Another choice loads anew.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The download has stopped.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver of the Ascend card is missing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver of the Ascend card is not running.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>The driver refused (code {name}).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver {driver} is installed, but /dev has no files of the card.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver {driver} is installed, but /usr/local/Ascend/firmware is not.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver {driver} is installed, but the PCI bus has no card of Huawei's.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>The driver's library {name} was not found.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The engine has stopped.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The engine is closed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>The engine is starting.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>The engine is starting. Its devices are shown here once it is there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The engine's libraries can be imported.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The engine's libraries cannot be imported: {said}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The file {path} arrived damaged.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>The filled prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The firmware of the Ascend card is missing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/imports.py" />
      <source>The folder {folder} cannot be imported.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The folder {folder} cannot be moved to the trash.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>The full model: legible text, rich detail, up to 2048 pixels.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>The grid is done: %n picture(s)</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>The grid is done: all its pictures are on one sheet.</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/grid.py" />
      <source>The grid is done; %n picture(s) are missing.</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>The ground under the pictures is neutral in both.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The guidance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The job failed for a reason that the engine did not foresee.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The job took the engine's worker down with it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>The layout is written code by code, one for {n}×{n} pixels and some for a first sketch; each step of the painting goes over all tokens.
Twice the area takes a little more than twice the time.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The libraries cannot be looked at.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The model answered nothing. Try again, or another model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The model cannot be looked at.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The model cannot be opened: {file}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The model cannot be written to {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>The model does not know these quotes: “{text}” is not drawn.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>The model is not loaded; the next picture tries again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The model is thinking…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The model is writing…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>The model takes an apostrophe for a quote: it would draw “{text}”.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The model {name} is not given to you.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>The model's files alone hold {file_bytes:.1f} GiB; make a smaller picture, use fewer references, close programs that use much memory, or give less to the plan by --memory.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>The name of the repository: owner/name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>The next picture loads the model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>The next pictures are made from this reference.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>The next preview</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The number of steps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>The number that the detail's chance starts from: how it is painted.
The same layout with another number is the same scene in other brush strokes.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>The number that the layout's chance starts from: what is where.
The same number with the same prompt and size gives the same layout.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>The panel was changed since; click to set it again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>The paper that the picture is printed on</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_view.py" />
      <source>The part of the picture that is used</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>The pasted picture cannot be used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>The picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>The picture could not be printed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/notices.py" />
      <source>The picture is done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>The picture is on its way to the printer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>The picture {path} could not be brought back.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>The picture {path} could not be deleted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>The picture's prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>The preset sets the picture's size as well. Without, the size stays.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>The preview before</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The prior</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The process that computes on it {how}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>The process that measured it {how}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The prompt as it is</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>The prompt could not be rewritten.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The prompt is sent to {server} when you press “Rewrite”, and not before.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>The prompt is {bytes} of {most} bytes long that the model reads at this size and beside these references.
An English letter is one byte, a Cyrillic one two, a Chinese character three; a token is a word or a part of one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/expansions_sheet.py" />
      <source>The prompts as they are sent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>The queue is paused. Nothing more begins.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>The queue is paused: these pictures wait.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>The queue waits, for the next pictures would fail as well: {why}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>The rating, tags and boards in {file} cannot be used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>The ratio is kept: one side follows the other. Click to set them apart.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>The ratio of the part's sides, kept while you drag.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The repository {name} is no GLM-Image model.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The rewritten prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>The seeds of the pictures that you make appear here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The server cut the answer off: its end may be missing.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>The server's log says more; then try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>The settings of this picture are in the panel now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>The sheet would be longer than any picture may be.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>The smallest; newer programs open it, and writing it takes longer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>The snippet's name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>The snippets cannot be read: {file}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>The snippets cannot be written: {file}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>The source's own, or a mirror that speaks the same protocol</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The studio was told to work offline.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>The studio works offline. Turn that off in the settings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>The style {name} is saved.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>The style's name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>The style's text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <location filename="../../engine/devices/mlu.py" />
      <source>The system lists none.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <location filename="../../engine/devices/mlu.py" />
      <source>The system lists the card, but /{driver} is not there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>The template's name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>The template's text</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The thread that computes ended by {cause}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>The trash was emptied, or another program took it from there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>The usual place</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>The weights are damaged, or this precision cannot hold the model's numbers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>The wildcard file {name}.txt cannot be read: {reason}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>The wildcard file {name}.txt has no lines.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>The wildcard files are in {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The {title} is too old for this torch.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The {title} is too small for GLM-Image.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Theme</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>There are no previews of this picture from this session.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>There are {adapters}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>There are {n} presets already; delete one first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>There are {references}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>There is a preset with this name.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>There is another file of this name now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/model_shelf.py" />
      <source>There is no GLM-Image model in {name}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>There is no device {name!r}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>There is no device {name!r}. {what}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>There is no earlier picture to compare with.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>There is no engine. {what} Other devices can be chosen above, and the check below works all the same.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>There is no field called {name}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>There is no folder {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>There is no model {name} at {address}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>There is no model_index.json in it at {address}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>There is no plan with --place {place} and --store {storage}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>There is no precision {wish!r}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>There is no room for another reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>There is no such file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <location filename="../../glm_studio/library/export.py" />
      <location filename="../../glm_studio/state/incoming.py" />
      <source>There is no such file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>There is no wildcard file {name}.txt. Write \_ for an underscore.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>There is none yet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>There is not enough memory for it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>There is nothing to be done.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>There is nothing to keep: write a prompt first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/model.py" />
      <source>There is too little memory left for the stage {stage}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>There is too little room for the model in {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/holder.py" />
      <source>There was not even enough to measure how fast it multiplies.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>These are too many pictures to compare.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>These pictures make no grid.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>They appear here as they are found.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>They differ in more than two parameters: {names}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>They were all made with the same settings.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/prompt_files.py" />
      <source>This cannot be written: {place}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>This device makes the largest number, or 0, of what does not fit, without a word: the picture would be black.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_pane.py" />
      <source>This file cannot be read.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>This is macOS {macos}, which has no bf16 for them; {oldest} is the first that has.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>This is missing: {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>This is no Mac.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>This layout is remembered: it is painted, not composed anew.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>This machine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>This machine has too little free memory to hold it: it would be read from the disk layer by layer, which takes long.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>This machine is being checked.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>This model has no code {strange!r:.40}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>This model's transformer has no layer {layer}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>This picture carries no prompt.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>This system is too old for it: it needs {name}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>This year</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Time for a picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Time for a picture, about</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>To</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>To be filled in: {names}. Write \{{ for a brace that is meant.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Today</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Today {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Together they are {tokens:,} codes; this model reads and writes at most {context_tokens:,} in all.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Token</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Too little room: {free} are free there, {needed} are needed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Too long by {n} bytes, so that no picture can be made: shorten it, or choose a smaller size or fewer references.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Too long: the model reads the first {n} bytes of it alone, up to “…{end}”.
Split it into several quoted texts.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>Too many wildcard files name each other, beginning with {name}.txt.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>Try --precision fp32; if that fails too, download the model again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Try again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Try again: it is downloaded anew. If it happens again, choose another address or another proxy.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Try again: the model is loaded anew. If it fails the same way, report it with this text and the log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Try again; if it breaks again, the server's log says more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Try again; if it fails the same way, report it with this text and the log.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Try all failed again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Try all failed pictures again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Try fewer words, or clear the filters.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Try to save the pictures that the disk refused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Turn off working offline in the settings, then continue.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Two at once would damage each other's files.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Type a part of its name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Underlines words that no dictionary knows. Text in quotes is left alone.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <location filename="../../glm_studio/state/studio.py" />
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/history_popover.py" />
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Unreadable file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Update a preset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Update macOS, or use --device cpu.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Update the driver to one for this CUDA, or see what is wrong: nvidia-smi</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Update “{name}”</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use %n picture(s) as reference</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Use --device cpu.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Use --device {auto}, or one of these.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>Use --device {auto}, or see what is here by: glm-studio doctor.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <location filename="../../engine/doctor.py" />
      <source>Use --device {auto}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Use --device {device}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Use --precision {auto}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Use --store {full} or another place.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Use a PNG, JPEG, WebP, TIFF, BMP or GIF file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Use a newer system, or a container with CANN.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use a number from -{max_weight:g} to {max_weight:g}; 1 is as it was trained.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use a number from 1 (off) to {max_guidance:g}; 1.5 is the authors' choice.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Use a part of it…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Use a picture's settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Use a preset</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use a whole number from {low} to {high}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/adapters.py" />
      <source>Use adapters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use all its settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Use all of it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>Use another card, or --device cpu.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Use as a reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Use as references</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use at most {max_adapters}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use at most {max_references}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use fewer or smaller ones.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/model_shelf.py" />
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Use it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use it as a reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use its prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Use references</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Use these settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Use this model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Use this part</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Use this template</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use whole numbers of pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Use {name} {auto}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Use ’ instead</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Use “ ” instead</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>Used as {size} pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Values</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Vary two parameters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Vary two parameters…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Verified</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Verify</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Wait a little, then try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Wait for it, or stop it in the window that began it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Waiting for its turn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Waiting for {server}…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Weight of {adapter}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>Weight of {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Weights: {size}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Welcome to GLM Studio</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>What all pictures of the grid have in common</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>What changes from one picture to the next</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>What could not be read…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>What do you want to do?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <source>What is made, what waits, and what became of it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/expansions_sheet.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>What is sent</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>What is streamed comes as it is in the file: making it small each time takes longer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>What is this picture for?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>What is written into the prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>What should the picture show? Put words to be written in it in “quotes”.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>What the model is told to do with a prompt.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>What the model writes appears here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>What the pictures differ in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>What you make gathers here. Folders of other programs can be shown as well.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>What {server} sent is no answer of a chat model: {words}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Where downloaded models go. The full one takes 35.3 GB.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Where it costs little</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>While a picture is made, speeds come out too low.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Whole picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Width</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>Wildcard files name each other in a circle: {names}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>Will be fitted to {size}: {percent} % is cut off at the edges.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>With references</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>With the size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>With {model}. Or write what you want to see on the left.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Without references</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Without them nobody can tell how the picture was made</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Words are found anywhere, also inside of others; "words in quotes" in their order</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <source>Words of the prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Work offline</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Worth knowing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Write a choice</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Write a prompt first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/empty_state.py" />
      <source>Write a prompt on the left and press Ctrl+Enter, or start from an example.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Write a snippet</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Write at least one value.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Write it without the angle brackets.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Write it, in its quotes, behind the new prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Write quotes that the model knows, so that the text is drawn</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Write typographic apostrophes, which are never taken for quotes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <location filename="../../glm_studio/state/studio.py" />
      <source>Write what the picture should show.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Write {name} where something is to be filled in, or {name:default} to have something stand there until then.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Written together shall be {seeds}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>You may not use the Ascend card.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Your own template.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_panel.py" />
      <source>Your pictures will gather here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Your presets</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Your presets: keep what the panel shows, and come back to it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Zoom in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Zoom in (Ctrl++)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Zoom into all (+)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Zoom out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Zoom out (Ctrl+−)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Zoom out of all (−)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a broken file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a file of {size:,} bytes without</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a file that can be read</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/verify.py" />
      <source>a file that was downloaded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>a part of {part} pixels from {place} was chosen of {size}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/speed.py" />
      <source>a product came out as {wrong:g} instead of {right:g}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>a red fox in the snow</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a safetensors header</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>a value named {error}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/load.py" />
      <source>a {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>about {slow} at 100 Mbit/s, {fast} at 1 Gbit/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>about {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>about {time} at {size}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>all in memory</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>almost done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>an index with a weight_map</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>and %n more</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../engine/devices/calls.py" />
      <source>closed its connection</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>comes with the studio</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/needs.py" />
      <source>configurations that tell widths and layers</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>cut short</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>done at {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>downloaded from {source}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>empty</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/calls.py" />
      <source>ended with exit code {code}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>every pixel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>folded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>health {health}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>http://host:port or socks5://host:port</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>in Hugging Face's cache</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>in ModelScope's cache</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>in the downloads folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>it has more than {max_pixels:,} pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>it is damaged or cut short ({said}).</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>it is not a picture that can be read.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>its values have 32 bits each.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>largest {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>leave --memory, --place and --store to the program</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>make a smaller picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>mean {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>measuring the file…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>more than {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <location filename="../../engine/weights.py" />
      <source>no such file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>no such folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>no such tensor in its files ({count} missing in all)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>no such tensor there ({count} missing in all)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>no way was found; see below</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/needs.py" />
      <source>no {error}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>none</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>not made</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>not saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>nothing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi lists them, but CANN does not.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi lists {rows} cards, and torch_npu sees {cards}: another container or process may hold the others, or this container lacks their device files.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi says: {health}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi says: {said}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>numbers where numbers belong</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>one stage in memory at a time</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>one that is no valid JSON</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>open</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>pickle files ({pickles}), which can run code when they are read</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>picture {i} of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>planning …</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/saving.py" />
      <source>preview</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>previews</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>px</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>readable; none were published</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>reading it is not allowed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>saving…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>seed {seed}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>shape {shape}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>shards that are safetensors beside the index</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>since {date}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>sizes differ: {a} and {b}, fitted</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>step {done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>streamed layer by layer</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the class {expected}{where}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>the component's weights as safetensors</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>the configuration of a {class_name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>the first one that the server lists</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the folder of {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/verify.py" />
      <source>the published checksum {sum}…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>the shard that {name} names</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>the tensor {missing}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>the tensor {missing} in {weight_map}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/readers.py" />
      <source>the weights of a {class_name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>the weights of a {class_name}, {name} of shape {tuple}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>there is no such file.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>too long</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch and torch_npu do not belong together.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch does not know Ascend cards here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>torch finds no Metal device, as in most virtual machines.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch is {torch}, but torch_npu {torch_npu} is made for torch {release}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>torch was built for {name} cards, and one of them is here as well.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>torch {version} was built without CUDA.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>torch {version} was built without Metal, or for Intel's processors.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch_npu and CANN do not belong together.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>torch_npu does not see it any more.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>torch_npu does not work here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch_npu is installed, but it needs CANN's libraries, and they are neither in /usr/local/Ascend nor in ~/Ascend.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>torch_npu sees no Ascend card.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>turning latents into pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>turning references into codes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>until {date}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/calls.py" />
      <source>was ended by {signal}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>weights as safetensors</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>your folder</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>{address} wants a token, or its terms to be accepted first.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/export.py" />
      <source>{cause}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>{device} failed. The picture starts anew on another device.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{device}, {precision} (chosen)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/notices.py" />
      <source>{done} of {n} pictures are done, {failed} failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{done} of {total} codes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <location filename="../../glm_studio/models/verify.py" />
      <source>{expected:,} bytes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>{extension} cannot be used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>{extension} is neither a card on the PCI bus nor its driver.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>{extension} is not installed; its maker hands it out with the SDK, not on PyPI.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>{field} cannot be used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>{file} cannot be read: {reason}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>{found}. {unread}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>{free} are free there.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{h} h {m} min</source>
      <translation type="unfinished" />
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>{marked} of %n picture(s) selected</source>
      <translation type="unfinished">
        <numerusform />
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>{megapixels} megapixels · {codes} codes · {tokens} tokens</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{model}, {size}, {n} steps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>{m} min</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{m} min {s} s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/rail.py" />
      <source>{name} ({key})</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>{name} cannot be shown.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>{name} cannot be used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>{name} does not answer.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>{name} from {source}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/model_shelf.py" />
      <source>{name} has arrived.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>{name} is not installed.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>{name} took its process with it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{name} {installed}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>{name} {text} does not fit this program.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>{name} {value}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>{name} {value} is not known.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>{name} – reading…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: 0 to {high}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: a new one after every run. Click to keep this one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>{name}: a small stand-in, not GLM-Image's quality</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: draw a new one</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: keep it</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: kept. Click to draw a new one after every run.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>{name}: not loaded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>{name}: now choose another picture or a preview</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: take one of the last, or another's</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/load.py" />
      <location filename="../../engine/glm_image/part.py" />
      <source>{name}: {error}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{name}: {facts}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/number_field.py" />
      <source>{name}: {low} to {high}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_chip.py" />
      <source>{name}: {value}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{name}{kind}: {gib:.2f} GiB in {folder}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>{needed} GB are still to come, and {free} GB are free.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>{needed} of {room} on {device}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>{need} of {budget}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>{nothing_to_do} If there should be a card, see docs/hardware.md; its driver is at {hardware}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{nothing_to_do} To use this card as well, run: unset {visible}, then start the program again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <location filename="../../glm_studio/ui/compare_view.py" />
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} %</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>{n} % of the pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>{n} % – GLM Studio</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>{n} GB</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{n} GFLOP/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{n} TFLOP/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} W</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>{n} at once</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} cancelled</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>{n} not saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>{n} px</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} running</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} steps</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{n} steps, guidance {guidance}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} waiting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} °C</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>{n} × {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>{n}. {text}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>{parent} was found, but ASCEND_HOME_PATH does not name it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>{part} of {whole} pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>{part}, used as {size}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>{path}: {why}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{percent:.0f} % busy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>{printer} took no page.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>{purpose} as JSON</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>{purpose} as a JSON object</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate} codes/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate} steps/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate}/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>{remedies}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <location filename="../../glm_studio/models/errors.py" />
      <source>{remedy}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/export.py" />
      <source>{remedy}. Then export again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/imports.py" />
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>{remedy}. Then try again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>{remedy}. Then undo again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>{section}: back to the model's own settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} has no certificate that this machine trusts: {words}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} is no http or https address.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} said: {words}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} was silent for {n} seconds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{settings}, {size}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>{since} to {until}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/models/verify.py" />
      <source>{size:,} bytes</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>{size:,} bytes, so the file is {fault}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>{size} of memory</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{size} on {device}, {precision}: {name}; {peak:.2f} of {budget:.2f} GiB.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_chip.py" />
      <source>{size} pixels, {megapixels} megapixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>{size} to download: {time}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>{size}: {time}. It can be paused, and goes on after a restart.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/number_field.py" />
      <source>{spans}, multiples of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>{stage}: {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{s} s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{s} s a step</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>{text!r} names no devices.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>{text}

Delete leaves it out, Ctrl+Left and Ctrl+Right move it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{time} left</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{time} so far</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <source>{title}, {name}, not usable</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>{token} is a command to the model: take its brackets away.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{used:.1f} of {total:.1f} GiB used</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{used} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>{visible} is {hidden!r}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{visible} is {text!r}; its numbers must exist and ascend.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{visible} is {value!r}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{what} {why} It is not measured before the program starts again.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>{where} computed values beyond what this precision holds.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>{where} computed values that are not numbers.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{which} is hidden from this program.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{which} is not seen by torch_npu.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>{width} × {height} mm, {dpi} pixels an inch</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/sizes.py" />
      <source>{width}x{height} has a side outside {min_side} to {max_side}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/sizes.py" />
      <source>{width}x{height} has more than {max_pixels:,} pixels.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/sizes.py" />
      <source>{width}x{height} is not made of multiples of {code_px}.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>{width}x{height} is too long and narrow for a reference.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>{wish!r} cannot be used.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is beyond what the model can do.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is no value of this parameter.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is not in the prompt, so nothing can take its place.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is there twice.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>“{text}” is no longer drawn.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>“{text}” would be drawn as well.</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
  <context>
    <name>studio</name>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Actual pixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Actual pixels (Ctrl+1)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Adapters</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Add a reference picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <source>All pictures, the newest first</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <source>All {n} cards</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>As the system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <source>Automatic</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Back to the default: {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Back to the running picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Broken</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Busy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Cancel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
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
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Canvas</source>
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
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Choose another</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Choose reference pictures</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Choose…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Click to choose another. Left and right arrow move it, Delete removes it.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/sheet.py" />
      <source>Close (Esc)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Codes {done} of {total}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Commands</source>
      <translation type="unfinished" />
    </message>
    <message>
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
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Copied</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Copy</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy report</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
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
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Dark</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/empty_state.py" />
      <source>Describe a picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Describe the picture in sentences: subject, place, light, style.
Text in “quotes” is drawn as text.  Ctrl+Enter generates.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/seed_row.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Detail seed</source>
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
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Disks</source>
      <translation type="unfinished" />
    </message>
    <message>
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
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Drop pictures, or click</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Failed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Files of this picture that are gone: {names}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Finishing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Fit the picture</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Fit the picture (Ctrl+0)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Follow the system</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Full</source>
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
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Go</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to the prompt</source>
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
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Guidance</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <source>Hardware</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Height</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>How many pictures to make, each with the seeds after the last one's.
With the layout locked they are details of one layout; with the detail locked they are layouts.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>How many steps the painting takes.
More make finer detail and take longer; the gain fades after about 30 to 50.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>How strictly the picture keeps to the prompt.
1 leaves the painter alone; high values grow harsh and oversaturated.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>How strongly this adapter changes the painting; 1 is as it was trained.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Idle</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/cli.py" />
      <source>Interrupted.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>It may have been moved or deleted, or it is damaged; look in the pictures folder.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Keys</source>
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
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/seed_row.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Layout seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Leave, or stop</source>
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
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Loading the model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Look at versions, devices, speeds, disks and the display</source>
      <translation type="unfinished" />
    </message>
    <message>
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
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Made</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>Make it again with another layout</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>Make it again with the same layout, painted anew</source>
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
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Make these pictures after those (Ctrl+Enter)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
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
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/rail.py" />
      <source>Models</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Models and network</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Motion</source>
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
      <location filename="../../glm_studio/ui/details.py" />
      <source>New detail</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>New layout</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>No file manager opened {folder}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>No setting has these words.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Not measured</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <source>Not usable</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Off</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>On</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>On {device}: composing {a}, painting {b}, finishing {c}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <source>One picture over two: {a} and {b}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Only {n} adapters can be used at a time.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Only {n} reference pictures can be used at a time.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Opening the model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Painting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Parameters</source>
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
      <location filename="../../glm_studio/ui/control_panel.py" />
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
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Pictures that the new one starts from, beside the prompt.
Drop up to {n} files here, or click to choose.</source>
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
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Program</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Program and libraries</source>
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
      <location filename="../../glm_studio/ui/details.py" />
      <source>Put this prompt and these parameters into the panel</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Queue</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Quit</source>
      <translation type="unfinished" />
    </message>
    <message>
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
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Reads weights at {a} GB/s, copies at {b} GB/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Ready</source>
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
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Remove this reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Run</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Runs</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Same layout, new detail</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Save again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Saved {name}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Saving</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Search by key or by what it does</source>
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
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Seed</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>Settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show all keys</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Show in the file manager</source>
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
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Size</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Speed</source>
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
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Steps</source>
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
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Stopping</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Stopping…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Swap width and height</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Temperature</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_choice.py" />
      <source>The devices that pictures are made on. Another choice loads anew.</source>
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
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>The ground under the pictures is neutral in both.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>The model is not loaded; the next picture tries again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>The next picture loads the model</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>The number that the detail's chance starts from: how it is painted.
Lock one of the two seeds, and several pictures differ in the other one.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>The number that the layout's chance starts from: what is where.
The same number with the same prompt and size gives the same layout.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>The picture's prompt</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>The settings of this picture are in the panel now.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>The usual place</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Theme</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>There is no engine. {what} Other devices can be chosen above, and the check below works all the same.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>There is no room for another reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>There is no such file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>This machine</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>This machine is being checked.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>This picture carries no prompt.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>This picture carries no settings.</source>
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
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Today {time}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Try again</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Try to save the pictures that the disk refused</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Type a part of its name</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Undo</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Unreadable file</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Use as a reference</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Use these settings</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Waiting for its turn</source>
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
      <location filename="../../glm_studio/ui/palette.py" />
      <source>What do you want to do?</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>What should the picture show? Put words to be written in it in “quotes”.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>While a picture is made, speeds come out too low.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Width</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Worth knowing</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/empty_state.py" />
      <source>Write a prompt on the left and press Ctrl+Enter, or start from an example.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Write what the picture should show.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_panel.py" />
      <source>Your pictures will gather here.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Zoom in</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Zoom in (Ctrl++)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Zoom out</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Zoom out (Ctrl+−)</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>almost done</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>not saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>picture {i} of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>px</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>saving…</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>step {done} of {total}</source>
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
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{h} h {m} min</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{model}, {size}, {n} steps</source>
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
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: 0 to {high}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: a new one after every picture. Click to keep this one.</source>
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
      <source>{name}: kept. Click to draw a new one after every picture.</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>{name}: not loaded</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/number_field.py" />
      <source>{name}: {low} to {high}</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} %</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>{n} % – GLM Studio</source>
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
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>{n} not saved</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>{n} waiting</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} °C</source>
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
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate}/s</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>{size} pixels, {megapixels} megapixels</source>
      <translation type="unfinished" />
    </message>
    <message>
      <location filename="../../glm_studio/ui/number_field.py" />
      <source>{spans}, multiples of {n}</source>
      <translation type="unfinished" />
    </message>
    <message>
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
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{used} of {total}</source>
      <translation type="unfinished" />
    </message>
  </context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru" sourcelanguage="en">
  <context>
    <name>studio</name>
    <message>
      <location filename="../../engine/door.py" />
      <source> beside these references</source>
      <translation> с этими образцами</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source> for {name}</source>
      <translation> для {name}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n character(s)</source>
      <translation>
        <numerusform>%n символ</numerusform>
        <numerusform>%n символа</numerusform>
        <numerusform>%n символов</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n file(s)</source>
      <translation>
        <numerusform>%n файл</numerusform>
        <numerusform>%n файла</numerusform>
        <numerusform>%n файлов</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>%n file(s) as published</source>
      <translation>
        <numerusform>совпал %n файл</numerusform>
        <numerusform>совпали %n файла</numerusform>
        <numerusform>совпали %n файлов</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>%n file(s) cannot be read</source>
      <translation>
        <numerusform>Не читается %n файл</numerusform>
        <numerusform>Не читаются %n файла</numerusform>
        <numerusform>Не читается %n файлов</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>%n file(s) look like pictures, but cannot be read.</source>
      <translation>
        <numerusform>%n файл похож на картинку, но не читается.</numerusform>
        <numerusform>%n файла похожи на картинки, но не читаются.</numerusform>
        <numerusform>%n файлов похожи на картинки, но не читаются.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>%n finished picture(s) could not be written to any disk, and would be lost.</source>
      <translation>
        <numerusform>%n готовая картинка не записана ни на один диск и пропадёт.</numerusform>
        <numerusform>%n готовые картинки не записаны ни на один диск и пропадут.</numerusform>
        <numerusform>%n готовых картинок не записаны ни на один диск и пропадут.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} possible prompt(s)</source>
      <translation>
        <numerusform>%n запрос из {total} возможных</numerusform>
        <numerusform>%n запроса из {total} возможных</numerusform>
        <numerusform>%n запросов из {total} возможных</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>%n of {total} prompts by chance: more are not made at once</source>
      <translation>
        <numerusform>%n запрос из {total} наугад: больше сразу не создаётся</numerusform>
        <numerusform>%n запроса из {total} наугад: больше сразу не создаётся</numerusform>
        <numerusform>%n запросов из {total} наугад: больше сразу не создаётся</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>%n picture(s)</source>
      <translation>
        <numerusform>%n картинка</numerusform>
        <numerusform>%n картинки</numerusform>
        <numerusform>%n картинок</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>%n picture(s) are done</source>
      <translation>
        <numerusform>Готова %n картинка</numerusform>
        <numerusform>Готовы %n картинки</numerusform>
        <numerusform>Готово %n картинок</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/rescued.py" />
      <source>%n picture(s) of an earlier session are not in the pictures folder but in {folder}.</source>
      <translation>
        <numerusform>%n картинка прежнего сеанса лежит не в папке картинок, а в {folder}.</numerusform>
        <numerusform>%n картинки прежнего сеанса лежат не в папке картинок, а в {folder}.</numerusform>
        <numerusform>%n картинок прежнего сеанса лежат не в папке картинок, а в {folder}.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/resumption.py" />
      <source>%n picture(s) of the last session wait for {model}.</source>
      <translation>
        <numerusform>%n картинка прошлого сеанса ждёт модель {model}.</numerusform>
        <numerusform>%n картинки прошлого сеанса ждут модель {model}.</numerusform>
        <numerusform>%n картинок прошлого сеанса ждут модель {model}.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/resumption.py" />
      <source>%n picture(s) of the last session wait in the queue.</source>
      <translation>
        <numerusform>%n картинка прошлого сеанса ждёт в очереди.</numerusform>
        <numerusform>%n картинки прошлого сеанса ждут в очереди.</numerusform>
        <numerusform>%n картинок прошлого сеанса ждут в очереди.</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_details.py" />
      <source>%n picture(s) selected</source>
      <translation>
        <numerusform>Выбрана %n картинка</numerusform>
        <numerusform>Выбраны %n картинки</numerusform>
        <numerusform>Выбрано %n картинок</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>%n picture(s), a seed is kept</source>
      <translation>
        <numerusform>%n картинка, зерно закреплено</numerusform>
        <numerusform>%n картинки, зерно закреплено</numerusform>
        <numerusform>%n картинок, зерно закреплено</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>%n prompt(s) forgotten</source>
      <translation>
        <numerusform>Забыт %n запрос</numerusform>
        <numerusform>Забыты %n запроса</numerusform>
        <numerusform>Забыто %n запросов</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/stars.py" />
      <source>%n star(s)</source>
      <translation>
        <numerusform>%n звезда</numerusform>
        <numerusform>%n звезды</numerusform>
        <numerusform>%n звёзд</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>%n star(s) or more</source>
      <translation>
        <numerusform>%n звезда и больше</numerusform>
        <numerusform>%n звезды и больше</numerusform>
        <numerusform>%n звёзд и больше</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>%n text(s) will be drawn</source>
      <translation>
        <numerusform>Будет нарисован %n текст</numerusform>
        <numerusform>Будут нарисованы %n текста</numerusform>
        <numerusform>Будет нарисовано %n текстов</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>%n token(s) · {share} %</source>
      <translation>
        <numerusform>%n токен · {share} %</numerusform>
        <numerusform>%n токена · {share} %</numerusform>
        <numerusform>%n токенов · {share} %</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>%n waiting picture(s) cancelled</source>
      <translation>
        <numerusform>Снята с очереди %n картинка</numerusform>
        <numerusform>Сняты с очереди %n картинки</numerusform>
        <numerusform>Снято с очереди %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>, a small stand-in</source>
      <translation>, небольшая модель-замена</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>--memory is not above 0.</source>
      <translation>Значение --memory не больше 0.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>/dev/davinci_manager is open to the group HwHiAiUser alone, and you are not in it.</source>
      <translation>/dev/davinci_manager открыт только группе HwHiAiUser, а вы в неё не входите.</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>; or </source>
      <translation>; или </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>A GLM-Image folder in diffusers layout, or one with several</source>
      <translation>Папка GLM-Image в формате diffusers или папка с несколькими такими</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>A brace is missing its other half, or nothing is between the braces.</source>
      <translation>Скобке не хватает пары, или между скобками ничего нет.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>A card and its driver are there, but torch_npu is not installed.</source>
      <translation>Карта и её драйвер есть, но torch_npu не установлен.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>A card is there, but /usr/local/Ascend/driver is not.</source>
      <translation>Карта есть, но нет /usr/local/Ascend/driver.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>A certificate of your own takes two files, and one of them is not named.</source>
      <translation>Для своего сертификата нужны два файла, а указан только один.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>A chat model can make a fuller prompt of yours. Enter the address of any OpenAI-compatible server, for example a model of your own behind vLLM. Nothing is sent until you ask for it.</source>
      <translation>Чат-модель может дополнить ваш запрос. Укажите адрес любого сервера, совместимого с OpenAI, например вашей модели в vLLM. Без вашей команды ничего не отправляется.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>A choice: {red|blue}</source>
      <translation>Выбор: {red|blue}</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>A device is written npu:0, several npu:0,npu:1, one picture over two npu:0+npu:1.</source>
      <translation>Устройство пишется npu:0, несколько — npu:0,npu:1, одна картинка на двух — npu:0+npu:1.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A dictionary's name, for example en_GB; auto takes those of your languages. Dictionaries of LibreOffice and of the system are found by themselves.</source>
      <translation>Имя словаря, например en_GB; auto берёт словари ваших языков. Словари LibreOffice и системы находятся сами.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A few words in a corner, at least as large as GB 45438-2025 asks (a twentieth of the shortest side). Services for the public in China must show it.</source>
      <translation>Несколько слов в углу, не мельче, чем требует GB 45438-2025 (двадцатая доля короткой стороны). Публичные сервисы в Китае обязаны её показывать.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>A folder with models</source>
      <translation>Папка с моделями</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>A line of a wildcard file</source>
      <translation>Строка из файла вариантов</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A mirror, for example https://hf-mirror.com. Empty: huggingface.co.</source>
      <translation>Зеркало, например https://hf-mirror.com. Пусто: huggingface.co.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A mirror, or https://modelscope.ai. Empty: modelscope.cn.</source>
      <translation>Зеркало или https://modelscope.ai. Пусто: modelscope.cn.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>A model is named owner/name, for example zai-org/GLM-Image.</source>
      <translation>Модель называется владелец/имя, например zai-org/GLM-Image.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>A newer version of the program wrote it.</source>
      <translation>Его записала более новая версия программы.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A notice on the desktop when a run ends or fails while you work in another program.</source>
      <translation>Уведомление на рабочем столе, когда запуск закончен или не удался, а вы работаете в другой программе.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>A part of the queue that could not be read.</source>
      <translation>Часть очереди, которую не удалось прочитать.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>A picture</source>
      <translation>Картинка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/notices.py" />
      <source>A picture failed</source>
      <translation>Картинка не удалась</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>A picture of {name} cannot be planned.</source>
      <translation>Картинку {name} спланировать нельзя.</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>A picture of {width}x{height} does not fit into {budget:.1f} GiB of memory.</source>
      <translation>Картинка {width}x{height} не помещается в {budget:.1f} ГиБ памяти.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>A program that was ended left it behind.</source>
      <translation>Файл остался от прерванной программы.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>A proxy is written http://host:port or socks5://host:port.</source>
      <translation>Прокси пишется как http://host:port или socks5://host:port.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>A quick sketch of the whole picture while its layout is still being written. The finished picture is the same without.</source>
      <translation>Быстрый набросок всей картинки, пока её композиция ещё пишется. Готовая картинка без него такая же.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>A quote has no end, so that nothing of it is drawn.</source>
      <translation>Кавычка не закрыта, этот текст не рисуется.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_preview.py" />
      <source>A sample of the label</source>
      <translation>Пример маркировки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_filter.py" />
      <source>A seed, whole</source>
      <translation>Зерно целиком</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>A side is {side!r:.40}.</source>
      <translation>Сторона равна {side!r:.40}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>A small stand-in that comes with the studio, for trying out.</source>
      <translation>Небольшая модель-замена из состава студии, чтобы попробовать.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>A small stand-in, for trying out: not GLM-Image's quality.</source>
      <translation>Небольшая модель-замена, чтобы попробовать: не качество GLM-Image.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>A word of the prompt, then what takes its place: fox; owl; red squirrel</source>
      <translation>Слово из запроса, затем то, что его заменит: лиса; сова; рыжая белка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>About {time}</source>
      <translation>Примерно {time}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>About {time} for %n picture(s)</source>
      <translation>
        <numerusform>Примерно {time} на %n картинку</numerusform>
        <numerusform>Примерно {time} на %n картинки</numerusform>
        <numerusform>Примерно {time} на %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Accept the terms on the model's page, and enter a token that may read it.</source>
      <translation>Примите условия на странице модели и введите токен с правом чтения.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Actual pixels</source>
      <translation>Реальный размер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Actual pixels (Ctrl+1)</source>
      <translation>Реальный размер (Ctrl+1)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Actual pixels of all pictures</source>
      <translation>Реальный размер всех картинок</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <source>Adapter weight</source>
      <translation>Вес адаптера</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Adapters</source>
      <translation>Адаптеры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_commands.py" />
      <source>Add a folder with models</source>
      <translation>Добавить папку с моделями</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Add a folder…</source>
      <translation>Добавить папку…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Add a reference picture</source>
      <translation>Добавить образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Add a style</source>
      <translation>Добавить стиль</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Add a style: how the picture is made, beside what it shows</source>
      <translation>Добавить стиль: как сделана картинка, а не только что на ней</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>Add a tag (T)</source>
      <translation>Добавить метку (T)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/adapters.py" />
      <source>Add adapters</source>
      <translation>Добавить адаптеры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Add or find a tag</source>
      <translation>Добавить или найти метку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Add references</source>
      <translation>Добавить образцы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/spelling.py" />
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Add “{word}” to the dictionary</source>
      <translation>Добавить «{word}» в словарь</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Address</source>
      <translation>Адрес</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Address of Hugging Face</source>
      <translation>Адрес Hugging Face</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Address of ModelScope</source>
      <translation>Адрес ModelScope</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>All</source>
      <translation>Все</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>All %n prompt(s)</source>
      <translation>
        <numerusform>Все запросы: %n</numerusform>
        <numerusform>Все запросы: %n</numerusform>
        <numerusform>Все запросы: %n</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>All Ascend cards are hidden from this program.</source>
      <translation>Все карты Ascend скрыты от этой программы.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>All NVIDIA cards are hidden from this program.</source>
      <translation>Все карты NVIDIA скрыты от этой программы.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>All files in {folder} are deleted. In the trash they take as much room as before.</source>
      <translation>Все файлы в {folder} будут удалены. В корзине они занимают столько же места.</translation>
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>All is well.</source>
      <translation>Всё в порядке.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>All new</source>
      <translation>Всё новое</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>All pictures</source>
      <translation>Все картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>All pictures small on one sheet, with names</source>
      <translation>Все картинки в уменьшенном виде на одном листе, с именами</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <source>All pictures, the newest first</source>
      <translation>Все картинки, сначала новые</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>All that can be done with the picture</source>
      <translation>Все действия с картинкой</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>All that makes the picture again. Without it a picture's settings cannot be used again.</source>
      <translation>Всё, чтобы создать картинку снова. Без него параметры картинки нельзя взять снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <source>All {n} cards</source>
      <translation>Все карты: {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>All: {facts}</source>
      <translation>У всех: {facts}</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>Allow reading it.</source>
      <translation>Разрешите его чтение.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Allow writing there or choose another folder</source>
      <translation>Разрешите запись туда или выберите другую папку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Always</source>
      <translation>Всегда</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Amplification</source>
      <translation>Усиление</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>An OpenAI-compatible server, for example http://localhost:8000/v1. While this is empty the enhancer is off. Prompts are sent there only when you ask for it.</source>
      <translation>Сервер, совместимый с OpenAI, например http://localhost:8000/v1. Пока поле пусто, улучшение запроса отключено. Запросы отправляются туда только по вашей команде.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>An address begins with https:// or http://.</source>
      <translation>Адрес начинается с https:// или http://.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>An animation in 256 colours that everything plays</source>
      <translation>Анимация в 256 цветах, открывается везде</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>An animation in all colours; browsers play it</source>
      <translation>Анимация во всех цветах; открывают браузеры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>An estimate for one picture, corrected by the pictures that were made here.</source>
      <translation>Оценка для одной картинки, уточнённая по картинкам, созданным здесь.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>An older version of the program wrote it. The next start updates it.</source>
      <translation>Его записала прежняя версия программы. При следующем запуске он обновится.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Another download writes to {folder}.</source>
      <translation>В {folder} пишет другая загрузка.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Apple's graphics cannot be used by this torch.</source>
      <translation>Этот torch не может использовать графику Apple.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Apple's graphics cannot be used on this system.</source>
      <translation>На этой системе графику Apple использовать нельзя.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Apple's graphics does not answer.</source>
      <translation>Графика Apple не отвечает.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>As it is</source>
      <translation>Как есть</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>As large as the paper allows</source>
      <translation>Насколько позволяет бумага</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>As of the selected picture: {seed}</source>
      <translation>Как у выбранной картинки: {seed}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>As the model's authors use it.</source>
      <translation>Как её используют авторы модели.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>As the new picture</source>
      <translation>Как у новой картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>As the reference</source>
      <translation>Как у образца</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>As the server calls it. Empty: the first one that it lists.</source>
      <translation>Как её называет сервер. Пусто: первая в его списке.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>As the system</source>
      <translation>Как в системе</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>Asking what there is …</source>
      <translation>Запрос списка файлов…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>Asks from where, and into which folder</source>
      <translation>Спросит, откуда и в какую папку</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>At least {lowest:.1f} GiB are needed. Tried: {refused}.</source>
      <translation>Нужно не меньше {lowest:.1f} ГиБ. Проверено: {refused}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>At the start, pictures that were still waiting are made, the interrupted one first and from where it was. Otherwise they wait until you say so.</source>
      <translation>При запуске создаются ещё ожидавшие картинки: первой прерванная, с того же места. Иначе они ждут вашей команды.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Attests when a picture was signed. For each picture a checksum is sent there. Empty: nothing is sent.</source>
      <translation>Удостоверяет, когда картинка подписана. Для каждой картинки туда отправляется контрольная сумма. Пусто: ничего не отправляется.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Automatic</source>
      <translation>Автоматически</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Back to the default: {name}</source>
      <translation>Вернуть по умолчанию: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Back to the gallery</source>
      <translation>Назад в галерею</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Back to the running picture</source>
      <translation>К создаваемой картинке</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Begin no more pictures; those that run are finished (Ctrl+Shift+J)</source>
      <translation>Не начинать новых картинок; уже начатые завершатся (Ctrl+Shift+J)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Begin with a template</source>
      <translation>Начать с шаблона</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Beginning</source>
      <translation>Начало</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Best rated first</source>
      <translation>Сначала лучшие</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Boards</source>
      <translation>Доски</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Boards…</source>
      <translation>Доски…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Both beside each other, the same part of each (1)</source>
      <translation>Обе рядом, одна и та же часть каждой (1)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Bottom left</source>
      <translation>Слева внизу</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Bottom right</source>
      <translation>Справа внизу</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Broken</source>
      <translation>Повреждено</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Brought back: %n picture(s)</source>
      <translation>
        <numerusform>Возвращена %n картинка</numerusform>
        <numerusform>Возвращены %n картинки</numerusform>
        <numerusform>Возвращено %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Busy</source>
      <translation>Занято</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>By pixels</source>
      <translation>По пикселям</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>By prompt</source>
      <translation>По запросу</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>CANN is installed, but its environment is not set.</source>
      <translation>CANN установлен, но его окружение не задано.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>CANN is missing, the toolkit of Ascend cards.</source>
      <translation>Нет CANN — инструментария карт Ascend.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>CANN is {toolkit}, but torch_npu {torch_npu} is made for CANN {wanted}.</source>
      <translation>CANN версии {toolkit}, но torch_npu {torch_npu} создан для CANN {wanted}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>CANN's library {name} was not found: CANN is missing, or its environment is not set.</source>
      <translation>Библиотека CANN {name} не найдена: CANN не установлен или его окружение не задано.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>CUDA says: {complaint}.</source>
      <translation>CUDA сообщает: {complaint}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>CUDA says: {split}.</source>
      <translation>CUDA сообщает: {split}.</translation>
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
      <translation>Отменить</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Cancel %n picture(s) of the queue</source>
      <translation>
        <numerusform>Снять с очереди %n картинку</numerusform>
        <numerusform>Снять с очереди %n картинки</numerusform>
        <numerusform>Снять с очереди %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Cancel all</source>
      <translation>Отменить все</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Cancel all pictures</source>
      <translation>Отменить все картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Cancel the running picture</source>
      <translation>Отменить текущую картинку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Cancelled</source>
      <translation>Отменено</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Canvas</source>
      <translation>Холст</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Certificate of your own</source>
      <translation>Свой сертификат</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Certificates of others, or a trust list, in PEM form. Pictures that they signed count as verified.</source>
      <translation>Сертификаты других или список доверия в формате PEM. Подписанные ими картинки считаются проверенными.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Change by itself</source>
      <translation>Менять автоматически</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Changes a second</source>
      <translation>Смен в секунду</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Changes at once; nothing is restarted.</source>
      <translation>Меняется сразу, без перезапуска.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Check</source>
      <translation>Проверить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Check spelling</source>
      <translation>Проверять правописание</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Check the address, or have the certificate added to this machine.</source>
      <translation>Проверьте адрес или добавьте сертификат на эту машину.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>Check the certificate in the settings, or turn content credentials off.</source>
      <translation>Проверьте сертификат в настройках или отключите учётные данные контента.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Check the disk and its cable</source>
      <translation>Проверьте диск и его кабель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/rebuild.py" />
      <source>Check the disk and the folder, then try again.</source>
      <translation>Проверьте диск и папку, затем повторите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Check the disk or choose another folder</source>
      <translation>Проверьте диск или выберите другую папку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Check the drive and the network</source>
      <translation>Проверьте диск и сеть</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Check the file and its folder.</source>
      <translation>Проверьте файл и его папку.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Check the file and who may read it.</source>
      <translation>Проверьте файл и права на его чтение.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate_making.py" />
      <source>Check the folder and the disk, or name a certificate of your own.</source>
      <translation>Проверьте папку и диск или укажите свой сертификат.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Check the folder and the disk, then change a snippet again; until then all are here.</source>
      <translation>Проверьте папку и диск, затем снова измените заготовку; до тех пор все они здесь.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/prompt_files.py" />
      <source>Check the folder and the disk, then try again.</source>
      <translation>Проверьте папку и диск, затем повторите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Check the key in the settings.</source>
      <translation>Проверьте ключ в настройках.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Check the model's name and the address in the settings.</source>
      <translation>Проверьте имя модели и адрес в настройках.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Check the name: it is zai-org/GLM-Image, or ZhipuAI/GLM-Image on ModelScope.</source>
      <translation>Проверьте имя: zai-org/GLM-Image или, на ModelScope, ZhipuAI/GLM-Image.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Check the name; for a private or gated model enter a token that may read it.</source>
      <translation>Проверьте имя; для закрытой модели или модели с ограниченным доступом введите токен с правом чтения.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Check the network, the proxy and the address, then continue.</source>
      <translation>Проверьте сеть, прокси и адрес, затем продолжите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>Check the printer, or print into a PDF file in another folder.</source>
      <translation>Проверьте принтер или напечатайте в файл PDF в другой папке.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Checksums</source>
      <translation>Контрольные суммы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>China asks for it in every generated picture since September 2025 (www.tc260.org.cn): that it was generated, by whom, and a number. It also tells whether the picture was changed since. It cannot be seen.</source>
      <translation>Китай требует её в каждой сгенерированной картинке с сентября 2025 года (www.tc260.org.cn): что картинка сгенерирована, кем, и номер. По ней также видно, изменена ли картинка с тех пор. Сама она не видна.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>China's rules ask for words that name AI and generation.</source>
      <translation>Правила Китая требуют слов, называющих ИИ и генерацию.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Choices and wildcards: one prompt that becomes several</source>
      <translation>Выбор и варианты: один запрос превращается в несколько</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a LoRA for GLM-Image's transformer.</source>
      <translation>Выберите LoRA для трансформера GLM-Image.</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a LoRA that was made for a model of this size.</source>
      <translation>Выберите LoRA, созданный для модели такого размера.</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a LoRA that was made for this model.</source>
      <translation>Выберите LoRA, созданный для этой модели.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/imports.py" />
      <source>Choose a folder that you may read.</source>
      <translation>Выберите папку, которую вам разрешено читать.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Choose a picture that was made with this program.</source>
      <translation>Выберите картинку, созданную этой программой.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Choose a place…</source>
      <translation>Выбрать место…</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a plain LoRA.</source>
      <translation>Выберите простой LoRA.</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose a plain LoRA: others are not computed here.</source>
      <translation>Выберите простой LoRA: другие здесь не вычисляются.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Choose a shorter one</source>
      <translation>Выберите имя короче</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Choose another file.</source>
      <translation>Выберите другой файл.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Choose another folder</source>
      <translation>Выбрать другую папку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Choose another name</source>
      <translation>Выберите другое имя</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Choose another picture.</source>
      <translation>Выберите другую картинку.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Choose another…</source>
      <translation>Выбрать другую…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>Choose fewer or smaller pictures, or a PDF.</source>
      <translation>Возьмите меньше картинок, картинки поменьше или PDF.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>Choose fewer or smaller pictures.</source>
      <translation>Возьмите меньше картинок или картинки поменьше.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Choose others by chance</source>
      <translation>Выбрать другие наугад</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>Choose pictures that differ in one or two parameters.</source>
      <translation>Выберите картинки, которые различаются одним или двумя параметрами.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Choose reference pictures</source>
      <translation>Выбрать образцы</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>Choose the folder of a GLM-Image model in diffusers layout.</source>
      <translation>Выберите папку модели GLM-Image в формате diffusers.</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Choose the part anew.</source>
      <translation>Выберите часть заново.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Choose…</source>
      <translation>Выбрать…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Clear</source>
      <translation>Очистить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Clear filters</source>
      <translation>Сбросить фильтры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Clear from the list</source>
      <translation>Убрать из списка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Clear the finished</source>
      <translation>Убрать завершённые</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Clear the finished pictures from the queue</source>
      <translation>Убрать завершённые картинки из очереди</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Click to use a part of it. Drag it, or press left and right, to change the order; Delete removes it.</source>
      <translation>Щёлкните, чтобы взять часть. Перетащите или нажмите влево и вправо, чтобы изменить порядок; Delete убирает.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/expansions_sheet.py" />
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>Close</source>
      <translation>Закрыть</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/sheet.py" />
      <source>Close (Esc)</source>
      <translation>Закрыть (Esc)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Close GLM Studio and run: {command}</source>
      <translation>Закройте GLM Studio и выполните: {command}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>Close and lose them</source>
      <translation>Закрыть и потерять</translation>
    </message>
    <message>
      <location filename="../../engine/holder.py" />
      <source>Close programs that use it, or use another device: --device cpu.</source>
      <translation>Закройте занимающие его программы или возьмите другое устройство: --device cpu.</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Close programs that use much memory</source>
      <translation>Закройте программы, занимающие много памяти</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/model.py" />
      <source>Close programs that use much memory, or make a smaller picture.</source>
      <translation>Закройте программы, занимающие много памяти, или создайте картинку поменьше.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Close the comparison (Esc)</source>
      <translation>Закрыть сравнение (Esc)</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>Close the program and start it again with PYTORCH_NPU_ALLOC_CONF=expandable_segments:False: with some drivers this way of using memory fails so.</source>
      <translation>Закройте программу и запустите её снова с PYTORCH_NPU_ALLOC_CONF=expandable_segments:False: с некоторыми драйверами такая работа с памятью даёт этот сбой.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>Close the program and start it again.</source>
      <translation>Закройте программу и запустите её снова.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Close the program and start it again; if it ends the same way, restart the device or the machine. glm-studio doctor says how it is.</source>
      <translation>Закройте программу и запустите её снова; если она завершится так же, перезапустите устройство или машину. glm-studio doctor покажет его состояние.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Close the program and start it again; if the device stays silent, restart it or the machine. glm-studio doctor says how it is.</source>
      <translation>Закройте программу и запустите её снова; если устройство не ответит, перезапустите его или машину. glm-studio doctor покажет его состояние.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Close the program and start it again; report it with this text and the log.</source>
      <translation>Закройте программу и запустите её снова; сообщите об этом, приложив этот текст и журнал.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>Close without saving?</source>
      <translation>Закрыть без сохранения?</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Codes {done} of {total}</source>
      <translation>Коды: {done} из {total}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Columns</source>
      <translation>Столбцы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Commands</source>
      <translation>Команды</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Compare</source>
      <translation>Сравнить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Compare 2 to 8 selected pictures (C)</source>
      <translation>Сравнить от 2 до 8 выбранных картинок (C)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare by flickering</source>
      <translation>Сравнить миганием</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Compare pictures</source>
      <translation>Сравнить картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare side by side</source>
      <translation>Сравнить рядом</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare this picture with another one</source>
      <translation>Сравнить эту картинку с другой</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare with a slider</source>
      <translation>Сравнить шторкой</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Compare with the previous picture</source>
      <translation>Сравнить с предыдущей картинкой</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Compare with the previous picture, or any other (C)</source>
      <translation>Сравнить с предыдущей картинкой или любой другой (C)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Compare with the shown picture</source>
      <translation>Сравнить с показанной картинкой</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Comparing %n picture(s)</source>
      <translation>
        <numerusform>Сравнение: %n картинка</numerusform>
        <numerusform>Сравнение: %n картинки</numerusform>
        <numerusform>Сравнение: %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <location filename="../../glm_studio/ui/compare_painter.py" />
      <source>Comparing…</source>
      <translation>Сравнение…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Composing</source>
      <translation>Композиция</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Composing {size}</source>
      <translation>Композиция {size}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Composition</source>
      <translation>Композиция</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_choice.py" />
      <source>Compute on</source>
      <translation>Считать на</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Connect it again</source>
      <translation>Подключите его снова</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/reach.py" />
      <source>Connect the drive or the network again: its pictures come back by themselves.</source>
      <translation>Подключите диск или сеть снова: картинки вернутся сами.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Connect the drive or the network, or allow reading there.</source>
      <translation>Подключите диск или сеть либо разрешите чтение оттуда.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Connecting again</source>
      <translation>Повторное подключение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>Contact sheet</source>
      <translation>Контактный лист</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Contact sheet beside them, as</source>
      <translation>Рядом контактный лист в формате</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Content credentials (C2PA)</source>
      <translation>Учётные данные контента (C2PA)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Content credentials cannot be signed with a key of this kind.</source>
      <translation>Подписать учётные данные контента ключом такого вида нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Content credentials cannot be written.</source>
      <translation>Записать учётные данные контента нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Continue</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Continue it: what has arrived is kept. If it happens again, look into the log.</source>
      <translation>Продолжите: скачанное сохранено. Если это повторится, посмотрите журнал.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Copied</source>
      <translation>Скопировано</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>Copy</source>
      <translation>Копировать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy report</source>
      <translation>Копировать отчёт</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Copy the picture</source>
      <translation>Копировать картинку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Copy the picture (Ctrl+Shift+C)</source>
      <translation>Копировать картинку (Ctrl+Shift+C)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Copy the prompt</source>
      <translation>Копировать запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy the whole page as text</source>
      <translation>Копировать всю страницу как текст</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Copy these sentences, for a report</source>
      <translation>Копировать этот текст для отчёта</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Copy what mends it</source>
      <translation>Копировать решение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/rail.py" />
      <source>Create</source>
      <translation>Создание</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>Credentials</source>
      <translation>Данные C2PA</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Crop a reference</source>
      <translation>Обрезать образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Dark</source>
      <translation>Тёмная</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Date</source>
      <translation>Дата</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Delete</source>
      <translation>Удалить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Delete a board</source>
      <translation>Удалить доску</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Delete a preset</source>
      <translation>Удалить набор</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Delete for good</source>
      <translation>Удалить навсегда</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Delete it for good, or move it by hand.</source>
      <translation>Удалите её навсегда или переместите вручную.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Delete pictures</source>
      <translation>Удалить картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Delete snippet</source>
      <translation>Удалить заготовку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Delete style</source>
      <translation>Удалить стиль</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Delete template</source>
      <translation>Удалить шаблон</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Delete the board, keep its pictures</source>
      <translation>Удалить доску, сохранить её картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/list_popover.py" />
      <source>Delete the chosen one (Shift+Delete)</source>
      <translation>Удалить выбранное (Shift+Delete)</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Delete the damaged character.</source>
      <translation>Удалите повреждённый символ.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Delete the files…</source>
      <translation>Удалить файлы…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Delete the style</source>
      <translation>Удалить стиль</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Delete what has arrived, and forget the download</source>
      <translation>Удалить скачанное и забыть загрузку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Delete {name}?</source>
      <translation>Удалить {name}?</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Delete {preset}</source>
      <translation>Удалить {preset}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Deleted pictures, for want of a trash of the system: {n}.</source>
      <translation>Удалённые картинки (системной корзины там нет): {n}.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/stage.py" />
      <source>Deleted: %n picture(s)</source>
      <translation>
        <numerusform>Удалена %n картинка</numerusform>
        <numerusform>Удалены %n картинки</numerusform>
        <numerusform>Удалено %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/empty_state.py" />
      <source>Describe a picture</source>
      <translation>Опишите картинку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Describe the picture in sentences: subject, place, light, style.
Text in “quotes” is drawn as text.  Ctrl+Enter generates.
Ctrl+Up brings back earlier prompts, / writes a snippet.</source>
      <translation>Опишите картинку предложениями: что, где, свет, стиль.
Текст в “кавычках” рисуется как текст.  Ctrl+Enter создаёт картинку.
Ctrl+Up возвращает прежние запросы, / вставляет заготовку.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Detail</source>
      <translation>Детали</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/seed_row.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Detail seed</source>
      <translation>Зерно деталей</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Details</source>
      <translation>Детали</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Device: {name}</source>
      <translation>Устройство: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Devices</source>
      <translation>Устройства</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Dictionary</source>
      <translation>Словарь</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Different ratings</source>
      <translation>Разные оценки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Discard</source>
      <translation>Отбросить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Discard…</source>
      <translation>Удалить…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Disks</source>
      <translation>Диски</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <source>Dismiss</source>
      <translation>Закрыть</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Display</source>
      <translation>Экран</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>Does not hold: {why}</source>
      <translation>Недействительна: {why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Done</source>
      <translation>Готово</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Download</source>
      <translation>Скачать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/model_commands.py" />
      <source>Download GLM-Image</source>
      <translation>Скачать GLM-Image</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Download again what is damaged or missing of it</source>
      <translation>Скачать заново повреждённое и недостающее</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Download it again.</source>
      <translation>Скачайте его заново.</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <location filename="../../engine/glm_image/adapters.py" />
      <source>Download the adapter again.</source>
      <translation>Скачайте адаптер заново.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Download the model again, or choose another model folder.</source>
      <translation>Скачайте модель заново или выберите другую папку модели.</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <location filename="../../glm_studio/models/verify.py" />
      <source>Download this file again.</source>
      <translation>Скачайте этот файл заново.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Downloading</source>
      <translation>Загрузка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>Download…</source>
      <translation>Скачать…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Draft</source>
      <translation>Черновик</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_view.py" />
      <source>Drag the frame or its edges. Arrow keys move it, with Shift they change its size, with Ctrl by single pixels.</source>
      <translation>Перетащите рамку или её края. Стрелки двигают её, с Shift меняют размер, с Ctrl — по одному пикселю.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Draw a new detail seed</source>
      <translation>Выбрать новое зерно деталей</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Draw a new layout seed</source>
      <translation>Выбрать новое зерно композиции</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Draw with this model from now on. Nothing is restarted.</source>
      <translation>Теперь рисовать этой моделью. Ничего не перезапускается.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Drawn as text: {text}
Click to select it in the prompt.</source>
      <translation>Рисуется как текст: {text}
Щёлкните, чтобы выделить его в запросе.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Drawn text: {text}</source>
      <translation>Текст на картинке: {text}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Draws one of the model's examples</source>
      <translation>Рисует один из примеров модели</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Drop pictures, or click</source>
      <translation>Перетащите картинки или щёлкните</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_chip.py" />
      <source>Drop this filter: {name}</source>
      <translation>Убрать фильтр: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>Drop to use as an adapter</source>
      <translation>Отпустите, чтобы взять как адаптер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>Drop to use its settings, its prompt, or as a reference</source>
      <translation>Отпустите, чтобы взять параметры, запрос или образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Each picture has a layout and a detail of its own.</source>
      <translation>У каждой картинки свои композиция и детали.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Each preview as a PNG file of its own</source>
      <translation>Каждый предпросмотр отдельным файлом PNG</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Earlier prompt</source>
      <translation>Предыдущий запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Earlier prompts</source>
      <translation>Прежние запросы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Earlier prompts (Ctrl+H)</source>
      <translation>Прежние запросы (Ctrl+H)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Early picture of the layout</source>
      <translation>Ранний вид композиции</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Edit</source>
      <translation>Изменить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Edit presets</source>
      <translation>Изменить наборы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Edit…</source>
      <translation>Изменить…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>End the comparison</source>
      <translation>Закончить сравнение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>End the comparison (Esc)</source>
      <translation>Закончить сравнение (Esc)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Enter one like http://localhost:8000/v1 in the settings.</source>
      <translation>Введите в настройках адрес вида http://localhost:8000/v1.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Enter the address of an OpenAI-compatible server in the settings.</source>
      <translation>Введите в настройках адрес сервера, совместимого с OpenAI.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Every pixel as it is; the largest file</source>
      <translation>Каждый пиксель как есть; самый большой файл</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Every pixel is the same</source>
      <translation>Все пиксели одинаковы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Everything</source>
      <translation>Всё</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <location filename="../../engine/errors.py" />
      <source>Expected {expected}; found {found}.</source>
      <translation>Ожидалось: {expected}; найдено: {found}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export</source>
      <translation>Экспорт</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export %n picture(s)</source>
      <translation>
        <numerusform>Экспорт: %n картинка</numerusform>
        <numerusform>Экспорт: %n картинки</numerusform>
        <numerusform>Экспорт: %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Export copies of the selected pictures (Ctrl+Shift+E)</source>
      <translation>Экспортировать копии выбранных картинок (Ctrl+Shift+E)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Export into</source>
      <translation>Экспорт в папку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Export pictures…</source>
      <translation>Экспортировать картинки…</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Exported: %n file(s)</source>
      <translation>
        <numerusform>Экспортирован %n файл</numerusform>
        <numerusform>Экспортированы %n файла</numerusform>
        <numerusform>Экспортировано %n файлов</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Export…</source>
      <translation>Экспорт…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Failed</source>
      <translation>Сбой</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Failed: {why}</source>
      <translation>Не удалось: {why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Favourites</source>
      <translation>Избранное</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Few steps: quick and a little rough. The size stays, so that a layout that pleases is the finished picture's.</source>
      <translation>Мало шагов: быстро и немного грубо. Размер остаётся, поэтому удачная композиция перейдёт в готовую картинку.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <source>Files of this picture that are gone: {names}</source>
      <translation>Пропавшие файлы этой картинки: {names}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Fill in</source>
      <translation>Заполнить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Fill in the fields of the prompt one by one</source>
      <translation>Заполнить поля запроса по одному</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Fill in the prompt's fields</source>
      <translation>Заполнить поля запроса</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Fill in…</source>
      <translation>Заполнить…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Find a board or name a new one</source>
      <translation>Найти доску или назвать новую</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Fine</source>
      <translation>Чистовик</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Fingerprint</source>
      <translation>Отпечаток</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_delegate.py" />
      <location filename="../../glm_studio/ui/queue_model.py" />
      <source>Finished</source>
      <translation>Завершённые</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Finishing</source>
      <translation>Завершение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>First</source>
      <translation>В начало</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Fit</source>
      <translation>По листу</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Fit all pictures</source>
      <translation>Вписать все картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Fit the picture</source>
      <translation>Вписать картинку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Fit the picture (Ctrl+0)</source>
      <translation>Вписать картинку (Ctrl+0)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Folder for models</source>
      <translation>Папка для моделей</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Folders</source>
      <translation>Папки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Follow the system</source>
      <translation>Как в системе</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>For downloads: http://host:port or socks5://host:port. Empty: as the system says.</source>
      <translation>Для загрузок: http://host:port или socks5://host:port. Пусто: как в системе.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>For those who shall trust your pictures; there is no secret in it</source>
      <translation>Для тех, кто должен доверять вашим картинкам; секретов в нём нет</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/prompt_history.py" />
      <source>Forget %n prompt(s)</source>
      <translation>
        <numerusform>Забыть %n запрос</numerusform>
        <numerusform>Забыть %n запроса</numerusform>
        <numerusform>Забыть %n запросов</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Forget all earlier prompts; can be undone</source>
      <translation>Забыть все прежние запросы; можно вернуть</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Format</source>
      <translation>Формат</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Format of the contact sheet</source>
      <translation>Формат контактного листа</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Found here: {here}.</source>
      <translation>Найдено здесь: {here}.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Found in {folder}: %n picture(s)</source>
      <translation>
        <numerusform>Найдено в {folder}: %n картинка</numerusform>
        <numerusform>Найдено в {folder}: %n картинки</numerusform>
        <numerusform>Найдено в {folder}: %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Frames</source>
      <translation>Кадры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Free</source>
      <translation>Свободные</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Free some space on it</source>
      <translation>Освободите на нём место</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Free some space on this disk, or choose a folder on another one.</source>
      <translation>Освободите место на этом диске или выберите папку на другом.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>From</source>
      <translation>С</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>From the clipboard</source>
      <translation>Из буфера обмена</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>From the selected picture</source>
      <translation>Из выбранной картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Full</source>
      <translation>Полное</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Further from the prompt</source>
      <translation>Дальше от запроса</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>GLM Studio ended unexpectedly</source>
      <translation>GLM Studio: неожиданное завершение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <location filename="../../glm_studio/ui/gallery_view.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <source>Gallery</source>
      <translation>Галерея</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Gallery (F9)</source>
      <translation>Галерея (F9)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Generate</source>
      <translation>Создать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Get GLM-Image, or another model of its kind</source>
      <translation>Скачать GLM-Image или другую модель этого вида</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Get it from {hardware}, and run: sudo ./Ascend-hdk-*-npu-driver_*.run --full</source>
      <translation>Скачайте его с {hardware} и выполните: sudo ./Ascend-hdk-*-npu-driver_*.run --full</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Get it from {hardware}, and run: sudo ./Ascend-hdk-*-npu-firmware_*.run --full</source>
      <translation>Скачайте её с {hardware} и выполните: sudo ./Ascend-hdk-*-npu-firmware_*.run --full</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Get the adapter's .safetensors version.</source>
      <translation>Возьмите адаптер в формате .safetensors.</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>Get the model's safetensors version.</source>
      <translation>Возьмите модель в формате safetensors.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>Get the {extension} for torch {version} from developer.cambricon.com, or start the program in one of their containers.</source>
      <translation>Скачайте {extension} для torch {version} с developer.cambricon.com или запустите программу в одном из контейнеров производителя.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Get toolkit and kernels for your card from {cann}, and run: sudo ./Ascend-cann-toolkit_*.run --install</source>
      <translation>Скачайте toolkit и kernels для вашей карты с {cann} и выполните: sudo ./Ascend-cann-toolkit_*.run --install</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Give it a name.</source>
      <translation>Дайте ему имя.</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Give more of it.</source>
      <translation>Дайте больше.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Go</source>
      <translation>Переход</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <location filename="../../glm_studio/state/resumption.py" />
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Go on</source>
      <translation>Продолжить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Go on with the last queue</source>
      <translation>Продолжать прошлую очередь</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Go on with the pictures that wait (Ctrl+Shift+J)</source>
      <translation>Продолжить ожидающие картинки (Ctrl+Shift+J)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Go on with what has not arrived yet</source>
      <translation>Докачать то, чего ещё нет</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to the prompt</source>
      <translation>Перейти к запросу</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to the queue</source>
      <translation>Перейти к очереди</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Go to: {page}</source>
      <translation>Перейти: {page}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Good</source>
      <translation>Хорошо</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Grid {columns} × {rows}</source>
      <translation>Сетка {columns} × {rows}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Guidance</source>
      <translation>Сила запроса</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Half of its pair for {layer} is missing.</source>
      <translation>Не хватает половины пары для {layer}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Hardware</source>
      <translation>Оборудование</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Have a chat model rewrite the prompt</source>
      <translation>Поручить чат-модели переписать запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Have a chat model rewrite the prompt (Ctrl+Shift+R)</source>
      <translation>Поручить чат-модели переписать запрос (Ctrl+Shift+R)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Height</source>
      <translation>Высота</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>Hide {section}</source>
      <translation>Скрыть: {section}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Higher looks better and makes larger files</source>
      <translation>Чем выше, тем лучше вид и больше файлы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>How far their colours are apart (4)</source>
      <translation>Насколько различаются их цвета (4)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>How freely it writes: 0 keeps close to the likeliest words, above 1 it wanders.</source>
      <translation>Насколько свободно пишет: при 0 держится самых вероятных слов, выше 1 блуждает.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>How large the pictures are shown (Ctrl+wheel)</source>
      <translation>Размер показа картинок (Ctrl+колесо)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>How many pictures to make, each with seeds of its own.</source>
      <translation>Сколько картинок создать, каждую со своими зёрнами.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>How many steps the painting takes.
More make finer detail and take longer; the gain fades after about 30 to 50.</source>
      <translation>Сколько шагов занимает рисование.
Чем больше, тем тоньше детали и дольше время; после 30–50 выигрыш мал.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>How often one picture takes the other's place</source>
      <translation>Как часто одна картинка сменяет другую</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>How strictly the picture keeps to the prompt.
1 leaves the painter alone, in half the time; high values grow harsh and oversaturated.</source>
      <translation>Насколько строго картинка следует запросу.
При 1 рисование идёт само по себе и вдвое быстрее; при больших значениях картинка жёсткая и перенасыщенная.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>How strongly this adapter changes the painting; 1 is as it was trained.</source>
      <translation>Насколько сильно этот адаптер меняет рисование; 1 — как при обучении.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>How the copies are called; fields are in braces</source>
      <translation>Как называются копии; поля в фигурных скобках</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>How to compare</source>
      <translation>Способ сравнения</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Idle</source>
      <translation>Свободно</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>If the server wants one. It is kept on this machine as it is.</source>
      <translation>Если сервер его требует. Хранится на этой машине в открытом виде.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/named_files.py" />
      <source>If you trust it, add it yourself.</source>
      <translation>Если доверяете этому файлу, добавьте его сами.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Import a folder</source>
      <translation>Импортировать папку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Import a folder…</source>
      <translation>Импортировать папку…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>In PEM form, without a password. It is read where it is, and copied nowhere.</source>
      <translation>В формате PEM, без пароля. Читается на своём месте и никуда не копируется.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <location filename="../../glm_studio/ui/label_words.py" />
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>In the file</source>
      <translation>В файле</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>In the files</source>
      <translation>В файлах</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>In use</source>
      <translation>Используется</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Install CANN {wanted} from {cann}: sudo ./Ascend-cann-toolkit_{wanted}*.run --install</source>
      <translation>Установите CANN {wanted} с {cann}: sudo ./Ascend-cann-toolkit_{wanted}*.run --install</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>Install Cambricon's driver, or pass the device into the container.</source>
      <translation>Установите драйвер Cambricon или передайте устройство в контейнер.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Install NVIDIA's driver, then restart the computer.</source>
      <translation>Установите драйвер NVIDIA, затем перезагрузите компьютер.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Install Python {low} to {high}.</source>
      <translation>Установите Python от {low} до {high}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Install a torch that was built for an older CUDA, or use --device cpu.</source>
      <translation>Установите torch, собранный для более старой CUDA, или возьмите --device cpu.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>Install the {extension} that was built for torch {version} and the SDK that it names.</source>
      <translation>Установите {extension}, собранный для torch {version}, и указанный в нём SDK.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Install torch for processors: python -m pip install torch --index-url https://download.pytorch.org/whl/cpu</source>
      <translation>Установите torch для процессоров: python -m pip install torch --index-url https://download.pytorch.org/whl/cpu</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Install versions that belong together: docs/hardware.md.</source>
      <translation>Установите версии, подходящие друг к другу: docs/hardware.md.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/cli.py" />
      <source>Interrupted.</source>
      <translation>Прервано.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Into</source>
      <translation>Куда</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Into the folder</source>
      <translation>В папку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>It belongs to {picture}, which is not there.</source>
      <translation>Относится к картинке {picture}, которой здесь нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>It cannot be decoded: {error}.</source>
      <translation>Её не удаётся декодировать: {error}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>It cannot be read: {why}.</source>
      <translation>Она не читается: {why}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/rebuild.py" />
      <source>It cannot be written, or is locked.</source>
      <translation>Он недоступен для записи или заблокирован.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It contains {token}, which the model reads as a command.</source>
      <translation>В нём есть {token}: модель читает это как команду.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It could not be imported{last_words}.</source>
      <translation>Его не удалось импортировать{last_words}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It could not be tried: {strerror}.</source>
      <translation>Его не удалось проверить: {strerror}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It declares a document type, which XMP has no use for.</source>
      <translation>В нём объявлен тип документа, который XMP не нужен.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It did not start within {timeout_s:g} s: the driver may hang.</source>
      <translation>Он не запустился за {timeout_s:g} с: возможно, драйвер завис.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>It did not work with %n picture(s)</source>
      <translation>
        <numerusform>Не получилось с %n картинкой</numerusform>
        <numerusform>Не получилось с %n картинками</numerusform>
        <numerusform>Не получилось с %n картинками</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <location filename="../../glm_studio/library/roots.py" />
      <source>It does not answer.</source>
      <translation>Не отвечает.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>It does not fall asleep while a picture is made; the screen may go dark.</source>
      <translation>Она не засыпает, пока создаётся картинка; экран может погаснуть.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It does not fit torch or CANN ({name}).</source>
      <translation>Он не подходит к torch или CANN ({name}).</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It ended the process by {signal_name}{last_words}.</source>
      <translation>Он завершил процесс сигналом {signal_name}{last_words}.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>It has been silent within a job for longer than any of its work takes.</source>
      <translation>Во время задания оно молчит дольше, чем длится любая его работа.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>It has compute capability {major}.{minor}; torch {version} begins with {oldest}.</source>
      <translation>Её версия вычислений — {major}.{minor}; torch {version} начинает с {oldest}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>It has more than {max_chunks:,} parts.</source>
      <translation>В нём больше {max_chunks:,} частей.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It has no description in it.</source>
      <translation>В нём нет описания.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/headers.py" />
      <source>It has too many pixels.</source>
      <translation>В нём слишком много пикселей.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It has {codes} codes for {rows}x{columns}; a picture of {width}x{height} pixels needs {wanted}.</source>
      <translation>В ней {codes} кодов для {rows}x{columns}; картинке {width}x{height} пикселей нужно {wanted}.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It holds half of a character.</source>
      <translation>В нём половина символа.</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It holds no LoRA matrices.</source>
      <translation>В нём нет матриц LoRA.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>It holds no recipe of GLM Studio.</source>
      <translation>В ней нет рецепта GLM Studio.</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It holds {strange}, which is no part of a plain LoRA.</source>
      <translation>В нём есть {strange}, а это не часть простого LoRA.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>It is a folder or a device, not a file.</source>
      <translation>Это папка или устройство, а не файл.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>It is cut off.</source>
      <translation>Он обрывается.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/headers.py" />
      <source>It is damaged: {cause}.</source>
      <translation>Он повреждён: {cause}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>It is damaged: {damage}.</source>
      <translation>Он повреждён: {damage}.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <location filename="../../glm_studio/library/png.py" />
      <source>It is empty.</source>
      <translation>Он пуст.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It is larger than any such file should be.</source>
      <translation>Он больше, чем бывают такие файлы.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>It is loading.</source>
      <translation>Загружается.</translation>
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>It is made for {wanted}.</source>
      <translation>Программа создана для {wanted}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/decode.py" />
      <source>It is no picture that can be shown</source>
      <translation>Это не картинка, которую можно показать</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It is no safetensors file.</source>
      <translation>Это не файл safetensors.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>It is not a PNG file.</source>
      <translation>Это не файл PNG.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/headers.py" />
      <source>It is not a PNG, JPEG, WebP or AVIF file.</source>
      <translation>Это не файл PNG, JPEG, WebP или AVIF.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>It is not well-formed XML: {cause}.</source>
      <translation>Это не правильный XML: {cause}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>It is safe in {rescued} instead.</source>
      <translation>Она цела и лежит в {rescued}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It is sent nowhere. It holds the prompt: read it before you give it away.</source>
      <translation>Он никуда не отправляется. В нём есть запрос: прочитайте, прежде чем передавать.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>It is small: enlarged to {size} it looks soft.</source>
      <translation>Он мал: увеличенный до {size}, выглядит размыто.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>It is too long and narrow for the model. Choose a part of it.</source>
      <translation>Слишком длинный и узкий для модели. Выберите часть.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is {length:,} bytes long; at {width}x{height}{beside} this model reads {longest:,}.</source>
      <translation>Его длина — {length:,} байт; при {width}x{height}{beside} эта модель читает {longest:,}.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is {value!r:.40}.</source>
      <translation>Значение равно {value!r:.40}.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>It is {weight!r:.40}.</source>
      <translation>Он равен {weight!r:.40}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It left no word of why. The system ends programs like this when memory runs out, when a driver fails, or when the machine is switched off.</source>
      <translation>О причине ничего не известно. Система завершает программы так, когда кончается память, сбоит драйвер или выключается машина.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>It may have been moved or deleted, or it is damaged; look in the pictures folder.</source>
      <translation>Возможно, он перемещён, удалён или повреждён; посмотрите в папке картинок.</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>It names a device twice, or one beside {auto} or {all}.</source>
      <translation>Устройство указано дважды или вместе с {auto} либо {all}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>It needs the Python package {name}.</source>
      <translation>Ему нужен пакет Python {name}.</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/model.py" />
      <source>It needs {need:.1f} GiB more, and {free:.1f} GiB are free by now.</source>
      <translation>Нужно ещё {need:.1f} ГиБ, а свободно уже только {free:.1f} ГиБ.</translation>
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>It said no more than that.</source>
      <translation>Больше оно ничего не сообщило.</translation>
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>It said: {said}.</source>
      <translation>Его сообщение: {said}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>It said: {short} ({found}: {meaning}).</source>
      <translation>Её сообщение: {short} ({found}: {meaning}).</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>It shares a few gigabytes with the processor, and the model needs 20 GB at least.</source>
      <translation>Несколько гигабайт у неё общие с процессором, а модели нужно не меньше 20 ГБ.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>It takes no more jobs.</source>
      <translation>Новых заданий он не принимает.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It was last heard of at {time}. Nothing that was saved is lost.</source>
      <translation>Последний признак работы: {time}. Всё сохранённое цело.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>It was making %n picture(s) at {time}. Nothing that was saved is lost.</source>
      <translation>
        <numerusform>{time}: создавалась %n картинка. Всё сохранённое цело.</numerusform>
        <numerusform>{time}: создавались %n картинки. Всё сохранённое цело.</numerusform>
        <numerusform>{time}: создавалось %n картинок. Всё сохранённое цело.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>It was trained with {name}, which this program does not compute.</source>
      <translation>Он обучен методом {name}, который эта программа не вычисляет.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>It was tried in each precision, and said: {said}.</source>
      <translation>Проверена каждая точность, ответ: {said}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>It was tried several times. The last time: {why}.</source>
      <translation>Было несколько попыток. Последний раз: {why}.</translation>
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>It works; something is worth mending.</source>
      <translation>Работает; кое-что стоит исправить.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Its codes are 0 to {codebook_size:,}; use a composition it wrote.</source>
      <translation>Её коды — от 0 до {codebook_size:,}; возьмите композицию, записанную этой моделью.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Its corner</source>
      <translation>Угол маркировки</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Its device files or its driver's folder are missing inside.</source>
      <translation>Внутри нет её файлов устройств или папки её драйвера.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its disk has no trash, or refuses it.</source>
      <translation>На её диске нет корзины, или корзина её не принимает.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>Its elements are nested too deeply.</source>
      <translation>Его элементы вложены слишком глубоко.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>Its header is damaged.</source>
      <translation>Его заголовок повреждён.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/png.py" />
      <source>Its header names an impossible size.</source>
      <translation>В его заголовке невозможный размер.</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Its matrices for {layer} are {up} and {down}; the layer goes from {inputs} to {outputs}.</source>
      <translation>Его матрицы для {layer} — {up} и {down}; слой ведёт из {inputs} в {outputs}.</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>Its pair for {layer} is empty.</source>
      <translation>Его пара для {layer} пуста.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Its pixels are not those that were made: they have changed since.</source>
      <translation>Её пиксели не те, что были созданы: с тех пор они изменились.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Its private key</source>
      <translation>Закрытый ключ сертификата</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its process exited with code {code}.</source>
      <translation>Её процесс завершился с кодом {code}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its process was ended from outside, or could not be started.</source>
      <translation>Её процесс завершили извне, или он не запустился.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Its published checksum is {expected}…, that of what arrived {found}….</source>
      <translation>Опубликованная контрольная сумма — {expected}…, у скачанного — {found}….</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Its recipe is not understood: {error}.</source>
      <translation>Её рецепт непонятен: {error}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>Its recipe lacks {error}.</source>
      <translation>В её рецепте нет {error}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/xmp.py" />
      <source>Its text is not UTF-8.</source>
      <translation>Его текст не в UTF-8.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Its words</source>
      <translation>Слова маркировки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Its words do not fit its rows: searches miss pictures.</source>
      <translation>Его слова расходятся с записями: поиск находит не все картинки.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Its worker ended again and again without finishing a job, the last time by {cause}.</source>
      <translation>Его рабочий поток снова и снова завершался, не закончив задания; последняя причина: {cause}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Keep a piece of a prompt here, and write it with / and its name.</source>
      <translation>Сохраните здесь часть запроса и вставляйте её через / и имя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/sizes.py" />
      <source>Keep a size</source>
      <translation>Сохранить размер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Keep it</source>
      <translation>Оставить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Keep the detail seed, or not</source>
      <translation>Закрепить или открепить зерно деталей</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Keep the layout seed, or not</source>
      <translation>Закрепить или открепить зерно композиции</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Keep the machine awake</source>
      <translation>Не давать машине засыпать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Keep the prompt, or what is selected in it, as a snippet</source>
      <translation>Сохранить запрос или выделенное в нём как заготовку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Keep the ratio of the sides</source>
      <translation>Сохранять пропорции</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Keep the ratio of the sides: one follows the other.</source>
      <translation>Сохранять пропорции: стороны меняются вместе.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Keep this size among the presets</source>
      <translation>Сохранить этот размер среди готовых</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Keep what the panel shows</source>
      <translation>Сохранить то, что показывает панель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Kept until the studio is closed, and written nowhere</source>
      <translation>Хранится, пока студия открыта, и никуда не записывается</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Keys</source>
      <translation>Клавиши</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Kind of file</source>
      <translation>Вид файла</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Known: {auto}, {precisions}.</source>
      <translation>Известны: {auto}, {precisions}.</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Known: {names}.</source>
      <translation>Известны: {names}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>Label</source>
      <translation>Маркировка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Label of GB 45438-2025</source>
      <translation>Маркировка GB 45438-2025</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Label that can be seen</source>
      <translation>Видимая маркировка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Landscape</source>
      <translation>Альбомная</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Language</source>
      <translation>Язык</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Language and look</source>
      <translation>Язык и вид</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Larger pictures are made smaller, never larger</source>
      <translation>Большие картинки уменьшаются, но никогда не увеличиваются</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Larger than the paper: only its middle is printed.</source>
      <translation>Больше бумаги: печатается только середина.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Largest first</source>
      <translation>Сначала большие</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Last 30 days</source>
      <translation>Последние 30 дней</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Last 7 days</source>
      <translation>Последние 7 дней</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Later prompt</source>
      <translation>Следующий запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Lay out by what differs</source>
      <translation>Разложить по различиям</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Lay out pictures by what differs</source>
      <translation>Разложить картинки по различиям</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Layout</source>
      <translation>Композиция</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/seed_row.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Layout seed</source>
      <translation>Зерно композиции</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Layouts</source>
      <translation>Композиции</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Leave out</source>
      <translation>Исключить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Leave out of the comparison</source>
      <translation>Исключить из сравнения</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Leave out the style {name}</source>
      <translation>Исключить стиль {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Leave, or stop</source>
      <translation>Закрыть или остановить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Less makes the file smaller and the picture coarser</source>
      <translation>Чем меньше, тем меньше файл и грубее картинка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Let {preset} be what the panel shows now</source>
      <translation>Записать в {preset} то, что сейчас показывает панель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Light</source>
      <translation>Светлая</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Load</source>
      <translation>Нагрузка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Load the model that this picture was asked of, and make it with that</source>
      <translation>Загрузить модель, для которой картинка поставлена в очередь, и создать её этой моделью</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>Loading</source>
      <translation>Загрузка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Loading the model</source>
      <translation>Загрузка модели</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Longest side</source>
      <translation>Длинная сторона</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Look again</source>
      <translation>Искать снова</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Look at versions, devices, speeds, disks and the display</source>
      <translation>Проверить версии, устройства, скорость, диски и экран</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>Look for a copy of it elsewhere.</source>
      <translation>Поищите копию в другом месте.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_commands.py" />
      <source>Look for models again</source>
      <translation>Искать модели снова</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Look into it, then delete it.</source>
      <translation>Просмотрите файл, затем удалите его.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Look through the snippets</source>
      <translation>Просмотреть заготовки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>Look where it is now.</source>
      <translation>Посмотрите, где она теперь.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Looking at the hardware …</source>
      <translation>Проверка оборудования…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Looking for models …</source>
      <translation>Поиск моделей…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Looking for suggestions…</source>
      <translation>Поиск вариантов…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <location filename="../../glm_studio/ui/gallery_panel.py" />
      <source>Looking through your pictures…</source>
      <translation>Просмотр ваших картинок…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Looking … {what}</source>
      <translation>Проверка… {what}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Looks at versions, devices, the model, disks and the display, measures how fast this machine is, and says what a picture will take. About ten seconds.</source>
      <translation>Проверяет версии, устройства, модель, диски и экран, измеряет скорость этой машины и говорит, сколько займёт картинка. Около десяти секунд.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_facts.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Made</source>
      <translation>Создано</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Made, but not saved: the disk does not take it</source>
      <translation>Создана, но не сохранена: диск не принимает</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Make %n picture(s) with another model</source>
      <translation>
        <numerusform>Создать %n картинку другой моделью</numerusform>
        <numerusform>Создать %n картинки другой моделью</numerusform>
        <numerusform>Создать %n картинок другой моделью</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Make a first picture</source>
      <translation>Создать первую картинку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Make a picture</source>
      <translation>Создать картинку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Make all combinations, or some by chance</source>
      <translation>Создать все сочетания или часть наугад</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Make every combination, all with the same seeds, so that only words differ</source>
      <translation>Создать все сочетания с одними и теми же зёрнами, чтобы различались только слова</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Make first</source>
      <translation>Создать первой</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make it again with another layout</source>
      <translation>Создать снова с другой композицией</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make it again with the same layout, painted anew</source>
      <translation>Создать снова с той же композицией, нарисованной заново</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Make it smaller first.</source>
      <translation>Сначала уменьшите картинку.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Make last</source>
      <translation>Создать последней</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Make one like it…</source>
      <translation>Создать похожий…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/rescued.py" />
      <source>Make sure that it can be written to, then move them there.</source>
      <translation>Убедитесь, что в неё можно писать, затем переместите их туда.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Make the contact sheet again</source>
      <translation>Собрать контактный лист снова</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Make the folder or choose another one</source>
      <translation>Создайте папку или выберите другую</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Make the next pictures from the selected ones (R)</source>
      <translation>Создать следующие картинки по выбранным (R)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>Make the next pictures without {name}</source>
      <translation>Создавать следующие картинки без {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Make the picture (Ctrl+Enter)</source>
      <translation>Создать картинку (Ctrl+Enter)</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Make the picture {columns}x{rows}, or compose anew.</source>
      <translation>Создайте картинку {columns}x{rows} или составьте композицию заново.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/resumption.py" />
      <source>Make them with this model</source>
      <translation>Создать этой моделью</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Make these pictures after those (Ctrl+Enter)</source>
      <translation>Создать эти картинки после тех (Ctrl+Enter)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make this picture after all, with the same settings (R)</source>
      <translation>Всё-таки создать эту картинку, с теми же параметрами (R)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make this picture before all others that wait (Alt+Home)</source>
      <translation>Создать эту картинку раньше всех ожидающих (Alt+Home)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Make this picture with the model that is used now, with its own layout</source>
      <translation>Создать эту картинку текущей моделью, с новой композицией этой модели</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>Measuring it was given up after {limit_s:g} s.</source>
      <translation>Измерение прервано через {limit_s:g} с.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Memory</source>
      <translation>Память</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Memory plan</source>
      <translation>План памяти</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Memory plan: {name}</source>
      <translation>План памяти: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/run_follower.py" />
      <source>Memory ran out. The picture starts anew with a smaller plan.</source>
      <translation>Память кончилась. Картинка начинается заново с меньшим планом.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Memory: at most {need} of {budget}</source>
      <translation>Память: не больше {need} из {budget}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Memory: {text}</source>
      <translation>Память: {text}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Mend the file or move it away, and start again; until then it is left as it is.</source>
      <translation>Исправьте файл или уберите его и запустите программу снова; до тех пор он останется как есть.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Mend the file, or move it away and import the folders again.</source>
      <translation>Исправьте файл или уберите его и импортируйте папки снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Missing</source>
      <translation>Отсутствует</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>Missing file</source>
      <translation>Файла нет</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/examination_view.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Model</source>
      <translation>Модель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Models</source>
      <translation>Модели</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Models and network</source>
      <translation>Модели и сеть</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>More</source>
      <translation>Ещё</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>More pixels on an inch make the print smaller and finer</source>
      <translation>Чем больше пикселей на дюйм, тем меньше и тоньше отпечаток</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>More steps: finer texture and edges. A layout that was written before is painted anew, not composed anew.</source>
      <translation>Больше шагов: тоньше фактура и края. Уже написанная композиция рисуется заново, а не составляется заново.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>More that can be done with the queue</source>
      <translation>Другие действия с очередью</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Motion</source>
      <translation>Движение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Move a preset</source>
      <translation>Переместить набор</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Move a reference</source>
      <translation>Переместить образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/rescued.py" />
      <source>Move it there now</source>
      <translation>Переместить её туда</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Move it to where the picture is now, or delete it.</source>
      <translation>Переместите файл туда, где теперь картинка, или удалите его.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Move left</source>
      <translation>Влево</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Move right</source>
      <translation>Вправо</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>Move that file away, then undo again.</source>
      <translation>Уберите тот файл, затем отмените снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/rescued.py" />
      <source>Move them there now</source>
      <translation>Переместить их туда</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Move them to {folder}.</source>
      <translation>Переместите их в {folder}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/models_page.py" />
      <source>Move to the trash</source>
      <translation>В корзину</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Move to the trash (Del)</source>
      <translation>В корзину (Del)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Move {preset} down</source>
      <translation>Переместить {preset} вниз</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Move {preset} up</source>
      <translation>Переместить {preset} вверх</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/rescued.py" />
      <source>Moved to the pictures folder: %n picture(s)</source>
      <translation>
        <numerusform>В папку картинок перемещена %n картинка</numerusform>
        <numerusform>В папку картинок перемещены %n картинки</numerusform>
        <numerusform>В папку картинок перемещено %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Name</source>
      <translation>Имя</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name a file that begins with -----BEGIN CERTIFICATE-----.</source>
      <translation>Укажите файл, который начинается с -----BEGIN CERTIFICATE-----.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name a file that begins with -----BEGIN PRIVATE KEY-----.</source>
      <translation>Укажите файл, который начинается с -----BEGIN PRIVATE KEY-----.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name a key without one, in a file that you alone can read.</source>
      <translation>Укажите ключ без пароля в файле, который можете читать только вы.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Name a whole path for the folder.</source>
      <translation>Укажите полный путь к папке.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name another certificate, or move it away: then a new one is made.</source>
      <translation>Укажите другой сертификат или уберите этот: тогда будет создан новый.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Name at most {most_together} different seeds, this picture's among them.</source>
      <translation>Укажите не больше {most_together} разных зёрен, среди них зерно этой картинки.</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>Name each device once, or use {auto} or {all} alone.</source>
      <translation>Укажите каждое устройство один раз или только {auto} либо {all}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Name of a new preset</source>
      <translation>Имя нового набора</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Name of {preset}</source>
      <translation>Имя набора {preset}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>Name the certificate and its key in the settings, or neither.</source>
      <translation>Укажите в настройках и сертификат, и его ключ либо ни того ни другого.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Name the certificate and the key that were made together.</source>
      <translation>Укажите сертификат и ключ, которые были созданы вместе.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Named</source>
      <translation>Имена</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Nearer to the prompt</source>
      <translation>Ближе к запросу</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Nearly all that the model reads: {n} bytes are left.</source>
      <translation>Почти всё, что читает модель; осталось байт: {n}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Never</source>
      <translation>Никогда</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>New board</source>
      <translation>Новая доска</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>New board…</source>
      <translation>Новая доска…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>New detail</source>
      <translation>Новые детали</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>New layout</source>
      <translation>Новая композиция</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_painter.py" />
      <source>New picture</source>
      <translation>Новая картинка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>New seeds</source>
      <translation>Новые зёрна</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>New style…</source>
      <translation>Новый стиль…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/name_picker.py" />
      <source>New: {name}</source>
      <translation>Создать: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Newest first</source>
      <translation>Сначала новые</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>No Apple graphics was found.</source>
      <translation>Графика Apple не найдена.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>No Ascend card was found.</source>
      <translation>Карта Ascend не найдена.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>No Cambricon card was found.</source>
      <translation>Карта Cambricon не найдена.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>No NVIDIA card was found.</source>
      <translation>Карта NVIDIA не найдена.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>No card was found: pictures are made on the processor.</source>
      <translation>Карта не найдена: картинки создаются на процессоре.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate_making.py" />
      <source>No certificate can be made in {folder}: {cause}.</source>
      <translation>Создать сертификат в {folder} нельзя: {cause}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>No earlier prompt has these words.</source>
      <translation>Прежних запросов с этими словами нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>No file manager opened {folder}</source>
      <translation>Ни один файловый менеджер не открыл {folder}</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/watching.py" />
      <source>No longer on the disk: %n picture(s)</source>
      <translation>
        <numerusform>Пропала с диска %n картинка</numerusform>
        <numerusform>Пропали с диска %n картинки</numerusform>
        <numerusform>Пропало с диска %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>No memory may be used.</source>
      <translation>Памяти не разрешено нисколько.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>No parameter differs.</source>
      <translation>Параметры не различаются.</translation>
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>No picture can be made as it is.</source>
      <translation>Сейчас картинку создать нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>No picture matches</source>
      <translation>Ничего не подошло</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>No pictures yet</source>
      <translation>Картинок пока нет</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>No setting has these words.</source>
      <translation>Настроек с этими словами нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>No snippet has these letters.</source>
      <translation>Заготовок с этими буквами нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>No suggestions</source>
      <translation>Нет вариантов</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>No tags</source>
      <translation>Нет меток</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>No template has these words.</source>
      <translation>Шаблонов с этими словами нет.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>No time can be estimated.</source>
      <translation>Время оценить нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Nobody answers at {server}: {words}.</source>
      <translation>{server} не отвечает: {words}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Nobody can tell that the picture was generated. Rules for generated content, in China and in the EU, may forbid publishing it like this.</source>
      <translation>Не узнать, что картинка сгенерирована. Правила Китая и ЕС о таком контенте могут запрещать публиковать её в этом виде.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>None</source>
      <translation>Нет</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>None yet. A preset keeps steps and guidance, and the size if you like.</source>
      <translation>Пока нет. Набор хранит шаги и силу запроса, а по желанию и размер.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>None, or what the system says</source>
      <translation>Нет или как в системе</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Normal</source>
      <translation>Норма</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>Not all pictures that waited could be taken over.</source>
      <translation>Не все ожидавшие картинки удалось перенести.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Not measured</source>
      <translation>Не измерено</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Not rated</source>
      <translation>Без оценки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>Not reachable</source>
      <translation>Недоступно</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>Not read from {folder}</source>
      <translation>Не прочитано из {folder}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <source>Not taken, since they are no files on this machine: {names}</source>
      <translation>Не взято, это не файлы на этой машине: {names}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <source>Not usable</source>
      <translation>Не годится</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Nothing</source>
      <translation>Ничего</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/export.py" />
      <source>Nothing can be exported to {place}.</source>
      <translation>Экспортировать в {place} нельзя.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Nothing can be measured.</source>
      <translation>Измерить ничего нельзя.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Nothing can be planned.</source>
      <translation>Спланировать ничего нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Nothing is downloaded.</source>
      <translation>Ничего не скачивается.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Nothing is downloaded; a download that runs is paused.</source>
      <translation>Ничего не скачивается; текущая загрузка приостанавливается.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Nothing is planned, for no device is left without {unwell}.</source>
      <translation>Ничего не спланировано: без {unwell} устройств не остаётся.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Nothing stands between these quotes. Click to select them.</source>
      <translation>Между этими кавычками ничего нет. Щёлкните, чтобы выделить их.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>Now</source>
      <translation>Сейчас</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Numbers with commas, or a range: 1, 1.5, 3 or 1..3 step 0.5</source>
      <translation>Числа через запятую или диапазон: 1, 1.5, 3 или 1..3 step 0.5</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Numbers with commas, or a range: 8, 16, 30 or 10..50 step 10</source>
      <translation>Числа через запятую или диапазон: 8, 16, 30 или 10..50 step 10</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Of the colour channels, 0 to 255; PSNR is higher the more alike the pictures are</source>
      <translation>По каналам цвета, от 0 до 255; PSNR тем выше, чем больше картинки похожи</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>Off</source>
      <translation>Выкл.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Oldest first</source>
      <translation>Сначала старые</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>On</source>
      <translation>Вкл.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>On copies and exports</source>
      <translation>На копиях и при экспорте</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>On disk</source>
      <translation>На диске</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>On every picture</source>
      <translation>На каждой картинке</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>On no board</source>
      <translation>Не на доске</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>On no picture</source>
      <translation>Ни на одной картинке</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>On the board {board}: %n picture(s)</source>
      <translation>
        <numerusform>На доске {board}: %n картинка</numerusform>
        <numerusform>На доске {board}: %n картинки</numerusform>
        <numerusform>На доске {board}: %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>On this machine</source>
      <translation>На этой машине</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>On this machine ({device}, {precision}) a picture takes {time}.</source>
      <translation>На этой машине ({device}, {precision}) картинка занимает {time}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>On {device}</source>
      <translation>На {device}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>On {device}: composing {a}, painting {b}, finishing {c}</source>
      <translation>На {device}: композиция {a}, рисование {b}, завершение {c}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>One after the other in the same place (3)</source>
      <translation>Одна за другой на том же месте (3)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>One layout, painted anew each time: the layout seed stays, the detail seed counts up. The layout is written once for all of them.</source>
      <translation>Одна композиция, каждый раз нарисованная заново: зерно композиции остаётся, зерно деталей растёт. Композиция пишется один раз для всех.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>One left and one right of a line that you drag (2)</source>
      <translation>Одна слева, другая справа от линии, которую можно двигать (2)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_chip.py" />
      <source>One of your own; Delete removes it.</source>
      <translation>Ваш собственный; Delete убирает его.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/device_choices.py" />
      <source>One picture over two: {a} and {b}</source>
      <translation>Одна картинка на двух: {a} и {b}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>One word that search engines and picture agencies look for, and a way to mark pictures as article 50 of the EU's AI Act asks (www.iptc.org).</source>
      <translation>Одно слово, которое ищут поисковые системы и фотобанки, и способ пометить картинки так, как требует статья 50 Закона ЕС об ИИ (www.iptc.org).</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Only after a crash</source>
      <translation>Только после сбоя</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Only for private or gated models</source>
      <translation>Только для моделей с ограниченным доступом</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures made with references, or without</source>
      <translation>Только картинки с образцами или без них</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures of a model or program</source>
      <translation>Только картинки одной модели или программы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures of a size or shape</source>
      <translation>Только картинки одного размера или формы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures of this seed</source>
      <translation>Только картинки с этим зерном</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures rated so high</source>
      <translation>Только картинки с такой оценкой</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures that were made then</source>
      <translation>Только картинки за это время</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Only pictures with all these tags</source>
      <translation>Только картинки со всеми этими метками</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Only the labels</source>
      <translation>Только маркировка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Only {n} adapters can be used at a time.</source>
      <translation>Одновременно можно использовать не больше {n} адаптеров.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Only {n} reference pictures can be used at a time.</source>
      <translation>Одновременно можно использовать не больше {n} образцов.</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Open it elsewhere and save it again.</source>
      <translation>Откройте файл в другой программе и сохраните снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Open it on the canvas</source>
      <translation>Открыть на холсте</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Open on the canvas</source>
      <translation>Открыть на холсте</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Open on the canvas (Enter)</source>
      <translation>Открыть на холсте (Enter)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Open the folder</source>
      <translation>Открыть папку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Open the folder of the wildcard files</source>
      <translation>Открыть папку файлов вариантов</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Open the model again and retry.</source>
      <translation>Откройте модель снова и повторите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Opening the model</source>
      <translation>Открытие модели</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_pane.py" />
      <source>Opening…</source>
      <translation>Открытие…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Order</source>
      <translation>Порядок</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Order: {order}</source>
      <translation>Порядок: {order}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Origin</source>
      <translation>Источник</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Other layout: the same prompt and settings, composed anew (Ctrl+Shift+D)</source>
      <translation>Другая композиция: те же запрос и параметры, композиция заново (Ctrl+Shift+D)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>Other layouts in the same hand: the detail seed stays, the layout seed counts up. Layouts are written four at a time.</source>
      <translation>Другие композиции той же рукой: зерно деталей остаётся, зерно композиции растёт. Композиции пишутся по четыре сразу.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>PNG keeps every pixel; the others make smaller files</source>
      <translation>PNG хранит каждый пиксель; остальные дают файлы меньше</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>PSNR {n} dB</source>
      <translation>PSNR {n} дБ</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Painting</source>
      <translation>Рисование</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Paper</source>
      <translation>Бумага</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Parameters</source>
      <translation>Параметры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Parameters for other programs</source>
      <translation>Параметры для других программ</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Part of {name}</source>
      <translation>Часть {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>Paste</source>
      <translation>Вставить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Pause</source>
      <translation>Пауза</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Pause the queue, or go on</source>
      <translation>Приостановить очередь или продолжить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Paused</source>
      <translation>На паузе</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Picture</source>
      <translation>Картинка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Picture copied</source>
      <translation>Картинка скопирована</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Picture {i} of {n}</source>
      <translation>Картинка {i} из {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/count_row.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <location filename="../../glm_studio/ui/reference_slots.py" />
      <source>Pictures</source>
      <translation>Картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>Pictures are being made.</source>
      <translation>Создаются картинки.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Pictures are made on this machine alone. This is what was found on it:</source>
      <translation>Картинки создаются только на этой машине. Вот что на ней найдено:</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Pictures are made on {name} ({title}) instead, which may take longer.</source>
      <translation>Картинки создаются на {name} ({title}), это может занять больше времени.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Pictures are made without {name}.</source>
      <translation>Картинки создаются без {name}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>Pictures are not signed</source>
      <translation>Картинки не подписываются</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Pictures beside each other on the sheet</source>
      <translation>Картинок в ряду на листе</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>Pictures that could not be saved where they belong: {n}.</source>
      <translation>Картинки, которые не удалось сохранить на своё место: {n}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Pictures that the new one starts from, beside the prompt.
Drop up to {n} files here, or click to choose.</source>
      <translation>Картинки, от которых отталкивается новая, вместе с запросом.
Перетащите сюда до {n} файлов или щёлкните, чтобы выбрать.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Pictures that you ask for line up here, and stay listed when they are done.</source>
      <translation>Заказанные картинки выстраиваются здесь и остаются в списке, когда готовы.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Pictures with four or five stars</source>
      <translation>Картинки с четырьмя и пятью звёздами</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Pixels an inch</source>
      <translation>Пикселей на дюйм</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Places</source>
      <translation>Места</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Planned without {unwell}.</source>
      <translation>Спланировано без {unwell}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/film_bar.py" />
      <source>Play the previews</source>
      <translation>Показать предпросмотр по кадрам</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Portrait</source>
      <translation>Портретная</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Power</source>
      <translation>Мощность</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Precision: {name}</source>
      <translation>Точность: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Preset: draft</source>
      <translation>Набор: черновик</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Preset: fine</source>
      <translation>Набор: чистовик</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Preset: normal</source>
      <translation>Набор: норма</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Presets</source>
      <translation>Наборы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Previews</source>
      <translation>Предпросмотр</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>Previews gather here while the picture is made.</source>
      <translation>Здесь собирается предпросмотр, пока создаётся картинка.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>Previews of this picture</source>
      <translation>Предпросмотр этой картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Print</source>
      <translation>Печать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Print…</source>
      <translation>Печать…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Producer</source>
      <translation>Создатель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Program</source>
      <translation>Программа</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Program and libraries</source>
      <translation>Программа и библиотеки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Progress</source>
      <translation>Ход работы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Prompt</source>
      <translation>Запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Prompt and parameters (F8)</source>
      <translation>Запрос и параметры (F8)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Prompt copied</source>
      <translation>Запрос скопирован</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: address</source>
      <translation>Улучшение запроса: адрес</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: instruction</source>
      <translation>Улучшение запроса: указание</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: key</source>
      <translation>Улучшение запроса: ключ</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: model</source>
      <translation>Улучшение запроса: модель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Prompt enhancer: temperature</source>
      <translation>Улучшение запроса: температура</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Prompt, settings, recipe and labels</source>
      <translation>Запрос, параметры, рецепт и маркировка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <source>Prompts that pictures were made of gather here.</source>
      <translation>Здесь собираются запросы, по которым созданы картинки.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Propagator</source>
      <translation>Распространитель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Proxy</source>
      <translation>Прокси</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Put into the panel</source>
      <translation>Перенести в панель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Put into the panel, to change it</source>
      <translation>Перенести в панель, чтобы изменить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Put it back</source>
      <translation>Вернуть</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Put on a board</source>
      <translation>Поместить на доску</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/marks.py" />
      <source>Put on a board (B)</source>
      <translation>Поместить на доску (B)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Put pictures on a board…</source>
      <translation>Поместить картинки на доску…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Put the selected pictures on a board (B)</source>
      <translation>Поместить выбранные картинки на доску (B)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Put this picture's settings into the panel, to change them</source>
      <translation>Перенести параметры этой картинки в панель, чтобы изменить их</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>Put this prompt and these parameters into the panel</source>
      <translation>Перенести этот запрос и эти параметры в панель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>Put {field} into the name</source>
      <translation>Вставить {field} в имя</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Python {version} on {system} {machine}.</source>
      <translation>Python {version}, {system} {machine}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/preset_row.py" />
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Quality</source>
      <translation>Качество</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <location filename="../../glm_studio/ui/group_names.py" />
      <location filename="../../glm_studio/ui/queue_view.py" />
      <source>Queue</source>
      <translation>Очередь</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Queue %n picture(s)</source>
      <translation>
        <numerusform>В очередь: %n картинка</numerusform>
        <numerusform>В очередь: %n картинки</numerusform>
        <numerusform>В очередь: %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue again with new seeds</source>
      <translation>В очередь снова с новыми зёрнами</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Queue the same again with another layout and other detail</source>
      <translation>Поставить в очередь то же с другой композицией и другими деталями</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: cancel the selected</source>
      <translation>Очередь: отменить выбранное</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: earlier</source>
      <translation>Очередь: раньше</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: later</source>
      <translation>Очередь: позже</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Queue: try the selected again</source>
      <translation>Очередь: повторить выбранное</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Quit</source>
      <translation>Выйти</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate</source>
      <translation>Оценить</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate: %n star(s)</source>
      <translation>
        <numerusform>Оценить: %n звезда</numerusform>
        <numerusform>Оценить: %n звезды</numerusform>
        <numerusform>Оценить: %n звёзд</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Rate: 1 to 5, 0 takes the rating away</source>
      <translation>Оценить: от 1 до 5, 0 снимает оценку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Rate: no stars</source>
      <translation>Оценить: без звёзд</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Rating</source>
      <translation>Оценка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/stars.py" />
      <source>Rating: {words}</source>
      <translation>Оценка: {words}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Read every file and compare it with its published checksum</source>
      <translation>Прочитать каждый файл и сверить с опубликованной контрольной суммой</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Read no further</source>
      <translation>Прервать чтение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Read the prompts that come next</source>
      <translation>Прочитать следующие запросы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Read what is sent…</source>
      <translation>Прочитать отправляемое…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Reading</source>
      <translation>Чтение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>Reading the devices …</source>
      <translation>Чтение устройств…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Reading: {done} of {total}</source>
      <translation>Чтение: {done} из {total}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Reads weights at {a} GB/s, copies at {b} GB/s</source>
      <translation>Читает веса со скоростью {a} ГБ/с, копирует {b} ГБ/с</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Ready</source>
      <translation>Готово</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Ready.</source>
      <translation>Готова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Recipe</source>
      <translation>Рецепт</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Redo</source>
      <translation>Повторить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Reduced</source>
      <translation>Сокращённое</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Reduced: nothing slides, blinks or fades.</source>
      <translation>Сокращённое: ничего не скользит, не мигает и не растворяется.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Reference {i} of {n}: {name}</source>
      <translation>Образец {i} из {n}: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>References</source>
      <translation>Образцы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Remove</source>
      <translation>Убрать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Remove a reference</source>
      <translation>Убрать образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/sizes.py" />
      <source>Remove a size</source>
      <translation>Убрать размер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Remove all references</source>
      <translation>Убрать все образцы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/adapters.py" />
      <source>Remove an adapter</source>
      <translation>Убрать адаптер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Remove from the list</source>
      <translation>Убрать из списка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Remove this reference</source>
      <translation>Убрать этот образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_chip.py" />
      <source>Remove this size</source>
      <translation>Убрать этот размер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Rename</source>
      <translation>Переименовать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Rename a board</source>
      <translation>Переименовать доску</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Rename a preset</source>
      <translation>Переименовать набор</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Rename snippet</source>
      <translation>Переименовать заготовку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/list_popover.py" />
      <source>Rename the chosen one (F2)</source>
      <translation>Переименовать выбранное (F2)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>Reorder the queue</source>
      <translation>Изменить порядок очереди</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Repair</source>
      <translation>Исправить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>Repair the file, or move it away and try again.</source>
      <translation>Исправьте файл или уберите его и повторите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Replace a reference</source>
      <translation>Заменить образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Replace it by a copy from a backup, if there is one.</source>
      <translation>Замените картинку резервной копией, если она есть.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Report</source>
      <translation>Отчёт</translation>
    </message>
    <message>
      <location filename="../../engine/examination.py" />
      <source>Report it with the log.</source>
      <translation>Сообщите об этом, приложив журнал.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <source>Reset all settings</source>
      <translation>Сбросить все параметры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/parameters.py" />
      <source>Reset settings</source>
      <translation>Сбросить параметры</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>Restart it or the machine. The log has what was said.</source>
      <translation>Перезапустите его или машину. Ответ записан в журнале.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewrite</source>
      <translation>Переписать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewrite again</source>
      <translation>Переписать снова</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewrite the prompt</source>
      <translation>Переписать запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Rewritten</source>
      <translation>Переписано</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Rows</source>
      <translation>Строки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/group_names.py" />
      <source>Run</source>
      <translation>Запуск</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Run it again</source>
      <translation>Запустить снова</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Run the program with a Python for Apple's processors, not through Rosetta.</source>
      <translation>Запустите программу с Python для процессоров Apple, а не через Rosetta.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Run: export LD_LIBRARY_PATH={driver}/driver:{driver}/common:$LD_LIBRARY_PATH, then start the program again.</source>
      <translation>Выполните: export LD_LIBRARY_PATH={driver}/driver:{driver}/common:$LD_LIBRARY_PATH, затем запустите программу снова.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Run: source /usr/local/Ascend/ascend-toolkit/set_env.sh (in newer versions /usr/local/Ascend/cann/set_env.sh), then start the program again from there.</source>
      <translation>Выполните: source /usr/local/Ascend/ascend-toolkit/set_env.sh (в новых версиях /usr/local/Ascend/cann/set_env.sh), затем запустите программу снова в том же терминале.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Run: source {script}, then start the program again from there.</source>
      <translation>Выполните: source {script}, затем запустите программу снова в том же терминале.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Run: sudo usermod -a -G HwHiAiUser $USER, then log out and in again.</source>
      <translation>Выполните: sudo usermod -a -G HwHiAiUser $USER, затем выйдите из системы и войдите снова.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <location filename="../../engine/devices/cuda.py" />
      <source>Run: unset {visible}, then start the program again.</source>
      <translation>Выполните: unset {visible}, затем запустите программу снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>Run: {command}</source>
      <translation>Выполните: {command}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Run: {executable} -m pip install 'torch_npu=={release}.*'</source>
      <translation>Выполните: {executable} -m pip install 'torch_npu=={release}.*'</translation>
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>Run: {executable} -m pip install '{wanted}'</source>
      <translation>Выполните: {executable} -m pip install '{wanted}'</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Run: {executable} -m pip install --force-reinstall torch=={release} --index-url {index}</source>
      <translation>Выполните: {executable} -m pip install --force-reinstall torch=={release} --index-url {index}</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Run: {executable} -m pip install --force-reinstall {wanted}</source>
      <translation>Выполните: {executable} -m pip install --force-reinstall {wanted}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Run: {executable} -m pip install {name}</source>
      <translation>Выполните: {executable} -m pip install {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Runs</source>
      <translation>Запуски</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <location filename="../../glm_studio/library/rebuild.py" />
      <source>SQLite says: {error}.</source>
      <translation>SQLite сообщает: {error}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Same layout, new detail</source>
      <translation>Та же композиция, новые детали</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Same layout, other detail: paint this composition anew (Ctrl+D)</source>
      <translation>Та же композиция, другие детали: нарисовать её заново (Ctrl+D)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Save</source>
      <translation>Сохранить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Save a copy, also in another format (Ctrl+Shift+S)</source>
      <translation>Сохранить копию, можно в другом формате (Ctrl+Shift+S)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Save a preset</source>
      <translation>Сохранить набор</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/run_follower.py" />
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>Save again</source>
      <translation>Сохранить снова</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Save and edit presets…</source>
      <translation>Сохранить и изменить наборы…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Save as</source>
      <translation>Сохранить как</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Save as a snippet</source>
      <translation>Сохранить как заготовку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>Save as a snippet…</source>
      <translation>Сохранить как заготовку…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Save as a template</source>
      <translation>Сохранить как шаблон</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Save it with 8 or 16 bits a channel.</source>
      <translation>Сохраните с 8 или 16 битами на канал.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Save preset</source>
      <translation>Сохранить набор</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Save report</source>
      <translation>Сохранить отчёт</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>Save report…</source>
      <translation>Сохранить отчёт…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>Save snippet</source>
      <translation>Сохранить заготовку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>Save the certificate</source>
      <translation>Сохранить сертификат</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>Save the certificate…</source>
      <translation>Сохранить сертификат…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Save the picture as</source>
      <translation>Сохранить картинку как</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Save the picture as…</source>
      <translation>Сохранить картинку как…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>Save the previews</source>
      <translation>Сохранить предпросмотр</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_bar.py" />
      <source>Save the previews as an animation</source>
      <translation>Сохранить предпросмотр как анимацию</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Save the previews as an animation…</source>
      <translation>Сохранить предпросмотр как анимацию…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Save the prompt as a snippet</source>
      <translation>Сохранить запрос как заготовку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Save the prompt as a template</source>
      <translation>Сохранить запрос как шаблон</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Save the prompt…</source>
      <translation>Сохранить запрос…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Saved as a template: {name}</source>
      <translation>Сохранено как шаблон: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/run_follower.py" />
      <location filename="../../glm_studio/state/studio.py" />
      <location filename="../../glm_studio/ui/centre.py" />
      <source>Saved {name}</source>
      <translation>Сохранено: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Saved. Write it with /{name}</source>
      <translation>Сохранено. Вставляется через /{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Saving</source>
      <translation>Сохранение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Search</source>
      <translation>Поиск</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Search by key or by what it does</source>
      <translation>Поиск по клавише или действию</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/history_popover.py" />
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Search in earlier prompts</source>
      <translation>Поиск в прежних запросах</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Search in prompts, tags and file names</source>
      <translation>Поиск в запросах, метках и именах файлов</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Search in snippets</source>
      <translation>Поиск в заготовках</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Search in the gallery</source>
      <translation>Искать в галерее</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Search the commands</source>
      <translation>Искать команду</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Search the commands (Ctrl+K)</source>
      <translation>Поиск по командам (Ctrl+K)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/key_sheet.py" />
      <source>Search the keys</source>
      <translation>Поиск по клавишам</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>Search the settings</source>
      <translation>Поиск в настройках</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Search the templates</source>
      <translation>Поиск в шаблонах</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Searching…</source>
      <translation>Поиск…</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>See what is wrong with it: nvidia-smi</source>
      <translation>Посмотрите, что с ней не так: nvidia-smi</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See what it complains of: npu-smi info -t health -i {npu} -c {chip}</source>
      <translation>Посмотрите, на что она жалуется: npu-smi info -t health -i {npu} -c {chip}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>See whether driver, CANN and torch_npu belong together: docs/hardware.md.</source>
      <translation>Проверьте, подходят ли друг к другу драйвер, CANN и torch_npu: docs/hardware.md.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See whether it is well: npu-smi info</source>
      <translation>Проверьте, исправна ли она: npu-smi info</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>See whether its driver and toolkit belong together: glm-studio doctor.</source>
      <translation>Проверьте, подходят ли друг к другу её драйвер и инструментарий: glm-studio doctor.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See whether the card is well and free: npu-smi info. Another container may hold it.</source>
      <translation>Проверьте, исправна ли карта и свободна ли она: npu-smi info. Её может занимать другой контейнер.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>See whether the card sits in its slot and has power: lspci -d 19e5:</source>
      <translation>Проверьте, стоит ли карта в разъёме и есть ли у неё питание: lspci -d 19e5:</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>See whether the server is busy or stuck, then try again.</source>
      <translation>Проверьте, не занят ли сервер и не завис ли он, затем повторите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>See which pictures are missing in the queue, and ask for them again.</source>
      <translation>Посмотрите, каких картинок не хватает в очереди, и поставьте их снова.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>See who uses it: npu-smi info. A container needs --device=/dev/davinci{place}.</source>
      <translation>Посмотрите, кто её занимает: npu-smi info. Контейнеру нужно --device=/dev/davinci{place}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/seed_filter.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Seed</source>
      <translation>Зерно</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>Seed {seed}</source>
      <translation>Зерно {seed}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Seeds and count</source>
      <translation>Зёрна и число</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>Seeds of the last pictures</source>
      <translation>Зёрна последних картинок</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Seeds with commas; x4 counts four up, x4 random draws four</source>
      <translation>Зёрна через запятую; x4 — четыре подряд, x4 random — четыре случайных</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Select 2 to 8 pictures to compare them.</source>
      <translation>Выберите от 2 до 8 картинок, чтобы сравнить их.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_details.py" />
      <source>Select a picture to see how it was made.</source>
      <translation>Выберите картинку, чтобы увидеть, как она создана.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Select nothing</source>
      <translation>Снять выбор</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Select the pictures that go on the new board.</source>
      <translation>Выберите картинки для новой доски.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Select the quote in the prompt</source>
      <translation>Выделить кавычку в запросе</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>Sentences that go around the prompt; {prompt} stands for the prompt itself.</source>
      <translation>Предложения вокруг запроса; {prompt} означает сам запрос.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Series of {n}</source>
      <translation>Серия из {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/rail.py" />
      <location filename="../../glm_studio/ui/settings_page.py" />
      <source>Settings</source>
      <translation>Настройки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Shape</source>
      <translation>Пропорции</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Shorten it to at most {longest:,} bytes: an English letter is one, a Chinese character three.</source>
      <translation>Сократите до {longest:,} байт: английская буква — один, русская — два, китайский иероглиф — три.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Show</source>
      <translation>Показать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show all keys</source>
      <translation>Показать все клавиши</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Show all pictures again</source>
      <translation>Снова показать все картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Show differences {n} times as strong</source>
      <translation>Показать разницу с усилением ×{n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Show in the file manager</source>
      <translation>Показать в файловом менеджере</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Show in the file manager (F)</source>
      <translation>Показать в файловом менеджере (F)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Show it</source>
      <translation>Показать</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show or hide the panel</source>
      <translation>Показать или скрыть панель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <source>Show or hide the pictures</source>
      <translation>Показать или скрыть картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <location filename="../../glm_studio/ui/centre.py" />
      <source>Show or hide the previews of the run</source>
      <translation>Показать или скрыть предпросмотр запуска</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Show pictures whole, or fill their tiles</source>
      <translation>Показывать картинки целиком или заполнять плитки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Show the contact sheet</source>
      <translation>Показать контактный лист</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Show the difference</source>
      <translation>Показать разницу</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>Show the folder of the wildcard files</source>
      <translation>Показать папку файлов вариантов</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Show these days</source>
      <translation>Показать эти дни</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Show this folder no longer, keep its files</source>
      <translation>Больше не показывать эту папку, сохранить её файлы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Show which</source>
      <translation>Показать какие</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>Show {section}</source>
      <translation>Показать: {section}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Shows the picture while it is made, for at most a fiftieth of its time. The finished picture is the same without.</source>
      <translation>Показывает картинку, пока она создаётся; занимает не больше пятидесятой части времени. Готовая картинка без него такая же.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Sides are multiples of 32 from {min_side} to {max_side} pixels; the nearest allowed size is {width}x{height}.</source>
      <translation>Стороны кратны 32, от {min_side} до {max_side} пикселей; ближайший допустимый размер — {width}x{height}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>Signed by {name}</source>
      <translation>Подпись: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Signs every picture in the producer's name: what made it, and that nothing was changed since. Neither the prompt nor names of files are in them. They add 3 kB.</source>
      <translation>Каждая картинка подписывается от имени создателя: чем она создана и что с тех пор ничего не изменено. Ни запроса, ни имён файлов в этих данных нет. Они занимают 3 кБ.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Size</source>
      <translation>Размер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Size of the tiles</source>
      <translation>Размер плиток</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>Size on paper</source>
      <translation>Размер на бумаге</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Sizes with commas: 1024x1024, 1280x768</source>
      <translation>Размеры через запятую: 1024x1024, 1280x768</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Small, and every program opens it; fine edges get a little noise</source>
      <translation>Небольшой, открывает любая программа; на тонких краях немного шума</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>Smaller than JPEG; browsers and most programs open it</source>
      <translation>Меньше JPEG; открывают браузеры и большинство программ</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Snippet “{name}” deleted</source>
      <translation>Заготовка «{name}» удалена</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippet_popup.py" />
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>Snippets</source>
      <translation>Заготовки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Snippets: pieces of prompts to be used again (Ctrl+Space)</source>
      <translation>Заготовки: части запросов для повторного использования (Ctrl+Space)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>So many of its pixels on an inch</source>
      <translation>Столько её пикселей на дюйм</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_preview.py" />
      <source>So the label stands on pictures</source>
      <translation>Так маркировка выглядит на картинках</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Source type of IPTC</source>
      <translation>Тип источника IPTC</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Speed</source>
      <translation>Скорость</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/spelling_menu.py" />
      <source>Spelling</source>
      <translation>Правописание</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Square</source>
      <translation>Квадратная</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>Start GLM Studio, or run: {command}</source>
      <translation>Запустите GLM Studio или выполните: {command}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Start the container with: --device=/dev/davinci0 --device=/dev/davinci_manager --device=/dev/devmm_svm --device=/dev/hisi_hdc -v /usr/local/Ascend/driver:/usr/local/Ascend/driver:ro -v /usr/local/bin/npu-smi:/usr/local/bin/npu-smi:ro</source>
      <translation>Запустите контейнер с параметрами: --device=/dev/davinci0 --device=/dev/davinci_manager --device=/dev/devmm_svm --device=/dev/hisi_hdc -v /usr/local/Ascend/driver:/usr/local/Ascend/driver:ro -v /usr/local/bin/npu-smi:/usr/local/bin/npu-smi:ro</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Start the machine again, then see: npu-smi info</source>
      <translation>Перезагрузите машину, затем проверьте: npu-smi info</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>Start the machine again; if that does not help, see: dmesg | grep -i -e drv -e ascend</source>
      <translation>Перезагрузите машину; если это не поможет, проверьте: dmesg | grep -i -e drv -e ascend</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Start the server, or check its address in the settings.</source>
      <translation>Запустите сервер или проверьте его адрес в настройках.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Starting the engine</source>
      <translation>Запуск движка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/unsaved_sheet.py" />
      <source>Stay</source>
      <translation>Остаться</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Step {done} of {total}</source>
      <translation>Шаг {done} из {total}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Steps</source>
      <translation>Шаги</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/control_panel.py" />
      <source>Steps and guidance</source>
      <translation>Шаги и сила запроса</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/resumption.py" />
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/film_bar.py" />
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Stop</source>
      <translation>Остановить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Stop the picture that is being made (Esc)</source>
      <translation>Остановить создание картинки (Esc)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Stop what is being made and forget those that wait (Shift+Esc)</source>
      <translation>Остановить создание и забыть ожидающие (Shift+Esc)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Stop: change with X</source>
      <translation>Остановить: менять клавишей X</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Stop; what has arrived is kept</source>
      <translation>Остановить; скачанное останется</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>Stopped</source>
      <translation>Остановлено</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Stopped. What had come is here.</source>
      <translation>Остановлено. Здесь то, что успело прийти.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Stopping</source>
      <translation>Остановка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/generate_bar.py" />
      <source>Stopping…</source>
      <translation>Остановка…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>Style</source>
      <translation>Стиль</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>Style: {name}</source>
      <translation>Стиль: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Swap the two pictures</source>
      <translation>Поменять картинки местами</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>Swap the two pictures (X)</source>
      <translation>Поменять картинки местами (X)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/parameter_commands.py" />
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Swap width and height</source>
      <translation>Поменять ширину и высоту</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Tag pictures…</source>
      <translation>Пометить картинки…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>Tag the selected pictures (T)</source>
      <translation>Пометить выбранные картинки (T)</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/curation.py" />
      <source>Tagged {tag}: %n picture(s)</source>
      <translation>
        <numerusform>С меткой {tag}: %n картинка</numerusform>
        <numerusform>С меткой {tag}: %n картинки</numerusform>
        <numerusform>С меткой {tag}: %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>Tags</source>
      <translation>Метки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Tags…</source>
      <translation>Метки…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>Take a PNG, JPEG or WebP file, or copy the picture again.</source>
      <translation>Возьмите файл PNG, JPEG или WebP или скопируйте картинку снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/name_chips.py" />
      <source>Take away: {name}</source>
      <translation>Убрать: {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/curation.py" />
      <source>Take off a board</source>
      <translation>Убрать с доски</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Take off the board {board}</source>
      <translation>Убрать с доски {board}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Tell when pictures are done</source>
      <translation>Сообщать, когда картинки готовы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>Temperature</source>
      <translation>Температура</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Templates</source>
      <translation>Шаблоны</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Templates: prompts to be filled in (Ctrl+Shift+T)</source>
      <translation>Шаблоны: запросы для заполнения (Ctrl+Shift+T)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Text</source>
      <translation>Текст</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>That it was generated, and by whom; neither prompt nor settings</source>
      <translation>Что картинка сгенерирована и кем; ни запроса, ни параметров</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The Ascend card is not open to this container.</source>
      <translation>Карта Ascend недоступна этому контейнеру.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>The Cambricon card cannot be used by torch alone.</source>
      <translation>Один torch не может использовать карту Cambricon.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>The Cambricon card has no driver.</source>
      <translation>У карты Cambricon нет драйвера.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The NVIDIA card cannot be used by this torch.</source>
      <translation>Этот torch не может использовать карту NVIDIA.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The NVIDIA card does not answer.</source>
      <translation>Карта NVIDIA не отвечает.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The NVIDIA card has no driver.</source>
      <translation>У карты NVIDIA нет драйвера.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The adapter</source>
      <translation>Адаптер</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The adapter weight</source>
      <translation>Вес адаптера</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The adapter {path} cannot be used.</source>
      <translation>Адаптер {path} не годится.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The address knows no such repository, or does not show it without a token.</source>
      <translation>По этому адресу такого репозитория нет, или без токена он не показывается.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The address {address} does not answer.</source>
      <translation>Адрес {address} не отвечает.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>The card {name} ({title}) cannot multiply.</source>
      <translation>Карта {name} ({title}) не может умножать.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/accelerator.py" />
      <source>The card {name} ({title}) failed.</source>
      <translation>Сбой карты {name} ({title}).</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The card {name} does not answer.</source>
      <translation>Карта {name} не отвечает.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The card {name} is gone.</source>
      <translation>Карта {name} пропала.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The card {npu} of npu-smi</source>
      <translation>Карта {npu} из npu-smi</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The card {title} is not well.</source>
      <translation>Карта {title} неисправна.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>The certificate in {path} expired on {day}.</source>
      <translation>Срок сертификата в {path} истёк {day}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/signer_card.py" />
      <source>The certificate is valid until {day}. Other programs call the signer unknown until they are given it.</source>
      <translation>Сертификат действует до {day}. Пока его нет у других программ, подписавший для них неизвестен.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>The clipboard holds no picture any more.</source>
      <translation>В буфере обмена картинки больше нет.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The composition</source>
      <translation>Композиция</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The composition seed</source>
      <translation>Зерно композиции</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>The connection is gone, and is tried again. It said: {why}</source>
      <translation>Связь прервалась, идёт новая попытка. Ответ был: {why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>The connection to {server} broke before the answer was whole.</source>
      <translation>Связь с {server} прервалась, ответ пришёл не целиком.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>The credentials are not understood.</source>
      <translation>Разобрать их не удалось.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The device {name} ({title}) does not answer.</source>
      <translation>Устройство {name} ({title}) не отвечает.</translation>
    </message>
    <message>
      <location filename="../../engine/holder.py" />
      <source>The device {name} ({title}) has too little free memory.</source>
      <translation>На устройстве {name} ({title}) слишком мало свободной памяти.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The device {name} ({title}) took its process with it.</source>
      <translation>Устройство {name} ({title}) обрушило свой процесс.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <location filename="../../engine/measure_process.py" />
      <source>The device {name} cannot be measured.</source>
      <translation>Измерить устройство {name} нельзя.</translation>
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>The device {name} ran out of memory.</source>
      <translation>На устройстве {name} не хватило памяти.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The device {wish} cannot be opened.</source>
      <translation>Открыть устройство {wish} нельзя.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The devices cannot be listed.</source>
      <translation>Получить список устройств нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_choice.py" />
      <source>The devices that pictures are made on. Another choice loads anew.</source>
      <translation>Устройства, на которых создаются картинки. При другом выборе модель загружается заново.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The disk can only be read.</source>
      <translation>Диск доступен только для чтения.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The disk is full.</source>
      <translation>Диск заполнен.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The disk reports a fault.</source>
      <translation>Диск сообщает об ошибке.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The download has stopped.</source>
      <translation>Загрузка остановилась.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/reach.py" />
      <source>The drive at {mount} is not connected.</source>
      <translation>Диск {mount} не подключён.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The drive does not answer.</source>
      <translation>Диск не отвечает.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The drive is not connected.</source>
      <translation>Диск не подключён.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver of the Ascend card is missing.</source>
      <translation>Нет драйвера карты Ascend.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver of the Ascend card is not running.</source>
      <translation>Драйвер карты Ascend не работает.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>The driver refused (code {name}).</source>
      <translation>Драйвер отказал (код {name}).</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver {driver} is installed, but /dev has no files of the card.</source>
      <translation>Драйвер {driver} установлен, но в /dev нет файлов карты.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver {driver} is installed, but /usr/local/Ascend/firmware is not.</source>
      <translation>Драйвер {driver} установлен, но нет /usr/local/Ascend/firmware.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The driver {driver} is installed, but the PCI bus has no card of Huawei's.</source>
      <translation>Драйвер {driver} установлен, но на шине PCI нет карты Huawei.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>The driver's library {name} was not found.</source>
      <translation>Библиотека драйвера {name} не найдена.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The engine has stopped.</source>
      <translation>Движок остановился.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The engine is closed.</source>
      <translation>Движок закрыт.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>The engine is starting.</source>
      <translation>Движок запускается.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>The engine is starting. Its devices are shown here once it is there.</source>
      <translation>Движок запускается. Его устройства появятся здесь, когда он будет готов.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The engine's libraries can be imported.</source>
      <translation>Библиотеки движка импортируются.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The engine's libraries cannot be imported: {said}.</source>
      <translation>Библиотеки движка не импортируются: {said}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>The file is too large to be checked.</source>
      <translation>Файл слишком велик для проверки.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>The file says that the picture was generated, and by whom. No prompt.</source>
      <translation>В файле сказано, что картинка сгенерирована и кем. Запроса нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The file would be larger than allowed here.</source>
      <translation>Файл был бы больше, чем здесь разрешено.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The file {path} arrived damaged.</source>
      <translation>Файл {path} скачан повреждённым.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>The file's XMP cannot be read.</source>
      <translation>XMP файла не читается.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>The filled prompt</source>
      <translation>Заполненный запрос</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>The firmware of the Ascend card is missing.</source>
      <translation>Нет прошивки карты Ascend.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/imports.py" />
      <source>The folder {folder} cannot be imported.</source>
      <translation>Импортировать папку {folder} нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The folder {folder} cannot be moved to the trash.</source>
      <translation>Переместить папку {folder} в корзину нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/reach.py" />
      <source>The folder {folder} cannot be reached.</source>
      <translation>Папка {folder} недоступна.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/watching.py" />
      <source>The folder {folder} cannot be reached. {why}</source>
      <translation>Папка {folder} недоступна. {why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The folder {folder} takes no files.</source>
      <translation>Папка {folder} не принимает файлы.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>The full model: legible text, rich detail, up to 2048 pixels.</source>
      <translation>Полная модель: читаемый текст, богатые детали, до 2048 пикселей.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/notices.py" />
      <source>The grid is done: %n picture(s)</source>
      <translation>
        <numerusform>Сетка готова: %n картинка</numerusform>
        <numerusform>Сетка готова: %n картинки</numerusform>
        <numerusform>Сетка готова: %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>The grid is done: all its pictures are on one sheet.</source>
      <translation>Сетка готова: все её картинки на одном листе.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/grid.py" />
      <source>The grid is done; %n picture(s) are missing.</source>
      <translation>
        <numerusform>Сетка готова; не хватает %n картинки.</numerusform>
        <numerusform>Сетка готова; не хватает %n картинок.</numerusform>
        <numerusform>Сетка готова; не хватает %n картинок.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>The ground under the pictures is neutral in both.</source>
      <translation>Фон под картинками нейтральный в обеих.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The guidance</source>
      <translation>Сила запроса</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>The index does not know it.</source>
      <translation>Картинки нет в индексе.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>The index knows it, but it is in no folder of the library.</source>
      <translation>В индексе картинка есть, но её нет ни в одной папке библиотеки.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>The index knows it, but there is no such file.</source>
      <translation>В индексе картинка есть, а файла нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check_files.py" />
      <source>The index says something else of it.</source>
      <translation>В индексе о картинке записано другое.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/rebuild.py" />
      <source>The index {file} cannot be used.</source>
      <translation>Использовать индекс {file} нельзя.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The job failed for a reason that the engine did not foresee.</source>
      <translation>Задание не удалось по причине, которую движок не предусмотрел.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The job took the engine's worker down with it.</source>
      <translation>Задание обрушило рабочий поток движка.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>The key in {key} is none of {path}'s.</source>
      <translation>Ключ в {key} не подходит к сертификату в {path}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>The key in {path} is protected by a password.</source>
      <translation>Ключ в {path} защищён паролем.</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/state/resumption.py" />
      <source>The last session's queue goes on: %n picture(s).</source>
      <translation>
        <numerusform>Очередь прошлого сеанса продолжается: %n картинка.</numerusform>
        <numerusform>Очередь прошлого сеанса продолжается: %n картинки.</numerusform>
        <numerusform>Очередь прошлого сеанса продолжается: %n картинок.</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>The last session's queue is damaged. It is kept as {file}.</source>
      <translation>Очередь прошлого сеанса повреждена. Она сохранена как {file}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>The layout is written code by code, one for {n}×{n} pixels and some for a first sketch; each step of the painting goes over all tokens.
Twice the area takes a little more than twice the time.</source>
      <translation>Композиция пишется код за кодом: по одному на {n}×{n} пикселей и ещё несколько на первый набросок; каждый шаг рисования проходит по всем токенам.
Вдвое большая площадь занимает чуть больше чем вдвое времени.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The libraries cannot be looked at.</source>
      <translation>Проверить библиотеки нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>The list of imported folders cannot be read: {error}.</source>
      <translation>Список импортированных папок не читается: {error}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The model answered nothing. Try again, or another model.</source>
      <translation>Модель ничего не ответила. Попробуйте снова или выберите другую модель.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>The model cannot be looked at.</source>
      <translation>Проверить модель нельзя.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The model cannot be opened: {file}.</source>
      <translation>Модель не открывается: {file}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The model cannot be written to {folder}.</source>
      <translation>Записать модель в {folder} нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>The model does not know these quotes: “{text}” is not drawn.</source>
      <translation>Модель не знает таких кавычек: «{text}» не рисуется.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>The model is not loaded; the next picture tries again</source>
      <translation>Модель не загружена; следующая картинка попробует снова</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The model is thinking…</source>
      <translation>Модель думает…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The model is writing…</source>
      <translation>Модель пишет…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>The model takes an apostrophe for a quote: it would draw “{text}”.</source>
      <translation>Модель принимает апостроф за кавычку: она нарисовала бы «{text}».</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The model {name} is not given to you.</source>
      <translation>У вас нет доступа к модели {name}.</translation>
    </message>
    <message>
      <location filename="../../engine/station.py" />
      <source>The model's files alone hold {file_bytes:.1f} GiB; make a smaller picture, use fewer references, close programs that use much memory, or give less to the plan by --memory.</source>
      <translation>Одни файлы модели занимают {file_bytes:.1f} ГиБ; уменьшите картинку, возьмите меньше образцов, закройте программы, занимающие много памяти, или дайте плану меньше через --memory.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The name is too long for this disk.</source>
      <translation>Имя слишком длинное для этого диска.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>The name of the repository: owner/name</source>
      <translation>Имя репозитория: владелец/имя</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>The name or code of the service that spreads the pictures, for that label. A picture that names one already keeps it.</source>
      <translation>Имя или код сервиса, который распространяет картинки, для этой маркировки. Если в картинке уже кто-то указан, так и останется.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>The next picture loads the model</source>
      <translation>Следующая картинка загрузит модель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>The next pictures are made from this reference.</source>
      <translation>Следующие картинки создаются по этому образцу.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>The next preview</source>
      <translation>Следующий кадр предпросмотра</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The number of steps</source>
      <translation>Число шагов</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>The number that the detail's chance starts from: how it is painted.
The same layout with another number is the same scene in other brush strokes.</source>
      <translation>Число, с которого начинается случай в деталях: как нарисовано.
Та же композиция с другим числом — та же сцена другими мазками.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>The number that the layout's chance starts from: what is where.
The same number with the same prompt and size gives the same layout.</source>
      <translation>Число, с которого начинается случай в композиции: что где находится.
То же число с тем же запросом и размером даёт ту же композицию.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <location filename="../../glm_studio/library/verdict.py" />
      <source>The package c2pa-python is not installed.</source>
      <translation>Пакет c2pa-python не установлен.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>The panel was changed since; click to set it again.</source>
      <translation>С тех пор панель изменена; щёлкните, чтобы установить снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>The paper that the picture is printed on</source>
      <translation>Бумага, на которой печатается картинка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_view.py" />
      <source>The part of the picture that is used</source>
      <translation>Часть картинки, которая используется</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>The pasted picture cannot be used.</source>
      <translation>Вставленная картинка не годится.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>The picture</source>
      <translation>Картинка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>The picture could not be printed.</source>
      <translation>Не удалось напечатать картинку.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>The picture could not be saved in {place}.</source>
      <translation>Картинку не удалось сохранить в {place}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>The picture could not be signed: {cause}.</source>
      <translation>Картинку не удалось подписать: {cause}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/notices.py" />
      <source>The picture is done</source>
      <translation>Картинка готова</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>The picture is on its way to the printer</source>
      <translation>Картинка отправлена на принтер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>The picture {path} could not be brought back.</source>
      <translation>Не удалось вернуть картинку {path}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>The picture {path} could not be deleted.</source>
      <translation>Не удалось удалить картинку {path}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>The picture {picture} is not there any more.</source>
      <translation>Картинки {picture} больше нет на месте.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>The picture's prompt</source>
      <translation>Запрос картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/rescued.py" />
      <source>The pictures folder did not take them then.</source>
      <translation>Тогда папка картинок их не приняла.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>The pixels alone</source>
      <translation>Одни пиксели</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>The preset sets the picture's size as well. Without, the size stays.</source>
      <translation>Набор задаёт и размер картинки. Иначе размер остаётся прежним.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>The preview before</source>
      <translation>Предыдущий кадр предпросмотра</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>The prior</source>
      <translation>Композиция</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The process that computes on it {how}.</source>
      <translation>Процесс, который на нём считает, {how}.</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>The process that measured it {how}.</source>
      <translation>Процесс, который его измерял, {how}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>The program ended {times} times while it was being made.</source>
      <translation>Завершений программы во время её создания: {times}.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The prompt</source>
      <translation>Запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>The prompt and the settings as AUTOMATIC1111, CivitAI and others read them.</source>
      <translation>Запрос и параметры в том виде, в каком их читают AUTOMATIC1111, CivitAI и другие.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The prompt as it is</source>
      <translation>Исходный запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>The prompt could not be rewritten.</source>
      <translation>Не удалось переписать запрос.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The prompt is sent to {server} when you press “Rewrite”, and not before.</source>
      <translation>Запрос отправляется на {server}, когда вы нажмёте «Переписать», и не раньше.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>The prompt is {bytes} of {most} bytes long that the model reads at this size and beside these references.
An English letter is one byte, a Cyrillic one two, a Chinese character three; a token is a word or a part of one.</source>
      <translation>Длина запроса — {bytes} байт из {most}, которые модель читает при этом размере и с этими образцами.
Английская буква — один байт, русская — два, китайский иероглиф — три; токен — это слово или его часть.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/expansions_sheet.py" />
      <source>The prompts as they are sent</source>
      <translation>Запросы в том виде, как отправляются</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>The queue cannot be kept in {folder}.</source>
      <translation>Хранить очередь в {folder} нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>The queue goes on from where it was.</source>
      <translation>Очередь продолжается с того же места.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>The queue is paused. Nothing more begins.</source>
      <translation>Очередь приостановлена. Ничего нового не начинается.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/queue_edits.py" />
      <source>The queue is paused: these pictures wait.</source>
      <translation>Очередь приостановлена: эти картинки ждут.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>The queue waits, for the next pictures would fail as well: {why}</source>
      <translation>Очередь ждёт, следующие картинки тоже не удались бы: {why}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>The rating, tags and boards in {file} cannot be used.</source>
      <translation>Оценка, метки и доски в {file} не читаются.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>The ratio is kept: one side follows the other. Click to set them apart.</source>
      <translation>Пропорции сохраняются: стороны меняются вместе. Щёлкните, чтобы задавать их отдельно.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>The ratio of the part's sides, kept while you drag.</source>
      <translation>Соотношение сторон части, сохраняется при перетаскивании.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>The recipe was too long for a JPEG.</source>
      <translation>Он не поместился в JPEG.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The reference</source>
      <translation>Образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The repository {name} is no GLM-Image model.</source>
      <translation>Репозиторий {name} — не модель GLM-Image.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The rewritten prompt</source>
      <translation>Переписанный запрос</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The seed</source>
      <translation>Зерно</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_popover.py" />
      <source>The seeds of the pictures that you make appear here.</source>
      <translation>Здесь появляются зёрна созданных вами картинок.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>The server cut the answer off: its end may be missing.</source>
      <translation>Сервер оборвал ответ: конца может не хватать.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>The server's log says more; then try again.</source>
      <translation>Подробнее в журнале сервера; затем повторите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <source>The settings of this picture are in the panel now.</source>
      <translation>Параметры этой картинки теперь в панели.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>The sheet would be longer than any picture may be.</source>
      <translation>Лист вышел бы длиннее, чем может быть картинка.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The size</source>
      <translation>Размер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>The smallest; newer programs open it, and writing it takes longer</source>
      <translation>Самый маленький; открывают новые программы, запись дольше</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>The snippet's name</source>
      <translation>Имя заготовки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>The snippets cannot be read: {file}.</source>
      <translation>Заготовки не читаются: {file}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/snippets.py" />
      <source>The snippets cannot be written: {file}.</source>
      <translation>Заготовки не записываются: {file}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>The source's own, or a mirror that speaks the same protocol</source>
      <translation>Собственный адрес источника или зеркало с тем же протоколом</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>The studio was told to work offline.</source>
      <translation>В студии включена работа без сети.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>The studio works offline. Turn that off in the settings.</source>
      <translation>Студия работает без сети. Это можно отключить в настройках.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>The style {name} is saved.</source>
      <translation>Стиль {name} сохранён.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>The style's name</source>
      <translation>Имя стиля</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>The style's text</source>
      <translation>Текст стиля</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <location filename="../../engine/devices/mlu.py" />
      <source>The system lists none.</source>
      <translation>Система не показывает ни одной.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <location filename="../../engine/devices/mlu.py" />
      <source>The system lists the card, but /{driver} is not there.</source>
      <translation>Система показывает карту, но /{driver} нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>The template's name</source>
      <translation>Имя шаблона</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>The template's text</source>
      <translation>Текст шаблона</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>The thread that computes ended by {cause}.</source>
      <translation>Вычисляющий поток завершился, причина: {cause}.</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>The transformer</source>
      <translation>Трансформер</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>The transformer or the decoder</source>
      <translation>Трансформер или декодер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>The trash was emptied, or another program took it from there.</source>
      <translation>Корзину очистили, или картинку взяла оттуда другая программа.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_fields.py" />
      <source>The usual place</source>
      <translation>Обычное место</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>The weights are damaged, or this precision cannot hold the model's numbers.</source>
      <translation>Веса повреждены, или эта точность не вмещает числа модели.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>The wildcard file {name}.txt cannot be read: {reason}.</source>
      <translation>Файл вариантов {name}.txt не читается: {reason}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>The wildcard file {name}.txt has no lines.</source>
      <translation>В файле вариантов {name}.txt нет строк.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>The wildcard files are in {folder}.</source>
      <translation>Файлы вариантов лежат в {folder}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>The {title} is too old for this torch.</source>
      <translation>Карта {title} слишком старая для этого torch.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>The {title} is too small for GLM-Image.</source>
      <translation>Карта {title} слишком мала для GLM-Image.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Theme</source>
      <translation>Тема</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/film_strip_view.py" />
      <source>There are no previews of this picture from this session.</source>
      <translation>За этот сеанс предпросмотра этой картинки нет.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>There are {adapters}.</source>
      <translation>Адаптеров: {adapters}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>There are {n} presets already; delete one first.</source>
      <translation>Наборов уже {n}; сначала удалите один.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>There are {references}.</source>
      <translation>Образцов: {references}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>There is a file of this name already.</source>
      <translation>Файл с таким именем уже есть.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>There is a preset with this name.</source>
      <translation>Набор с этим именем уже есть.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>There is another file of this name now.</source>
      <translation>Теперь есть другой файл с этим именем.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>There is neither a card on the PCI bus nor its driver.</source>
      <translation>На шине PCI нет ни карты, ни её драйвера.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/model_shelf.py" />
      <source>There is no GLM-Image model in {name}.</source>
      <translation>В {name} нет модели GLM-Image.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>There is no device {name!r}.</source>
      <translation>Устройства {name!r} нет.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>There is no device {name!r}. {what}</source>
      <translation>Устройства {name!r} нет. {what}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>There is no earlier picture to compare with.</source>
      <translation>Более ранней картинки для сравнения нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/hardware_page.py" />
      <source>There is no engine. {what} Other devices can be chosen above, and the check below works all the same.</source>
      <translation>Движка нет. {what} Выше можно выбрать другие устройства, а проверка ниже работает и так.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/exporting.py" />
      <source>There is no field called {name}.</source>
      <translation>Поля {name} нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>There is no folder {folder}.</source>
      <translation>Папки {folder} нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/check.py" />
      <source>There is no index. The next start makes one, or: {command}</source>
      <translation>Индекса нет. Он создаётся при следующем запуске или командой: {command}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>There is no model {name} at {address}.</source>
      <translation>Модели {name} на {address} нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>There is no model_index.json in it at {address}.</source>
      <translation>На {address} в нём нет model_index.json.</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>There is no plan with --place {place} and --store {storage}.</source>
      <translation>Плана с --place {place} и --store {storage} нет.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>There is no precision {wish!r}.</source>
      <translation>Точности {wish!r} нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>There is no room for another reference</source>
      <translation>Для ещё одного образца нет места</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/decode.py" />
      <source>There is no such file</source>
      <translation>Такого файла нет</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <location filename="../../glm_studio/library/export.py" />
      <location filename="../../glm_studio/library/metadata.py" />
      <source>There is no such file.</source>
      <translation>Такого файла нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/reach.py" />
      <location filename="../../glm_studio/library/store.py" />
      <source>There is no such folder.</source>
      <translation>Такой папки нет.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>There is no wildcard file {name}.txt. Write \_ for an underscore.</source>
      <translation>Файла вариантов {name}.txt нет. Подчёркивание пишется \_.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>There is none yet</source>
      <translation>Пока ничего нет</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/contact_sheet.py" />
      <source>There is not enough memory for it.</source>
      <translation>Для этого не хватает памяти.</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>There is nothing to be done.</source>
      <translation>Делать ничего не нужно.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/snippets_popover.py" />
      <source>There is nothing to keep: write a prompt first.</source>
      <translation>Сохранять нечего: сначала напишите запрос.</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/model.py" />
      <source>There is too little memory left for the stage {stage}.</source>
      <translation>Слишком мало памяти осталось для стадии {stage}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>There is too little room for the model in {folder}.</source>
      <translation>Слишком мало места для модели в {folder}.</translation>
    </message>
    <message>
      <location filename="../../engine/holder.py" />
      <source>There was not even enough to measure how fast it multiplies.</source>
      <translation>Её не хватило даже на то, чтобы измерить скорость умножения.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>These are too many pictures to compare.</source>
      <translation>Для сравнения картинок слишком много.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>These pictures make no grid.</source>
      <translation>Из этих картинок сетка не выходит.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>They appear here as they are found.</source>
      <translation>Они появляются здесь по мере нахождения.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>They differ in more than two parameters: {names}.</source>
      <translation>Они различаются больше чем двумя параметрами: {names}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>They were all made with the same settings.</source>
      <translation>Все они созданы с одинаковыми параметрами.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/prompt_files.py" />
      <source>This cannot be written: {place}.</source>
      <translation>Записать сюда нельзя: {place}.</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>This device makes the largest number, or 0, of what does not fit, without a word: the picture would be black.</source>
      <translation>Из того, что не помещается, это устройство молча делает наибольшее число или 0: картинка была бы чёрной.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_pane.py" />
      <source>This file cannot be read.</source>
      <translation>Этот файл не читается.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>This is macOS {macos}, which has no bf16 for them; {oldest} is the first that has.</source>
      <translation>Это macOS {macos}, в ней для этой графики нет bf16; он есть начиная с {oldest}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>This is missing: {text}</source>
      <translation>Не хватает: {text}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>This is no Mac.</source>
      <translation>Это не Mac.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>This layout is remembered: it is painted, not composed anew.</source>
      <translation>Эта композиция сохранена в памяти: она рисуется, а не составляется заново.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>This machine</source>
      <translation>Эта машина</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>This machine has too little free memory to hold it: it would be read from the disk layer by layer, which takes long.</source>
      <translation>На этой машине мало свободной памяти, чтобы вместить её: она читалась бы с диска слой за слоем, а это долго.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/studio.py" />
      <source>This machine is being checked.</source>
      <translation>Эта машина проверяется.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>This model has no code {strange!r:.40}.</source>
      <translation>В этой модели нет кода {strange!r:.40}.</translation>
    </message>
    <message>
      <location filename="../../engine/adapters.py" />
      <source>This model's transformer has no layer {layer}.</source>
      <translation>В трансформере этой модели нет слоя {layer}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/metadata.py" />
      <source>This picture cannot be read: {path}.</source>
      <translation>Картинку не прочитать: {path}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/details.py" />
      <source>This picture carries no prompt.</source>
      <translation>В этой картинке нет запроса.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>This picture was not begun again.</source>
      <translation>Эта картинка не была начата снова.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>This system is too old for it: it needs {name}.</source>
      <translation>Эта система для него слишком старая: ему нужно {name}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>This year</source>
      <translation>Этот год</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Time for a picture</source>
      <translation>Время на картинку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Time for a picture, about</source>
      <translation>Примерное время на картинку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Time stamp server</source>
      <translation>Сервер меток времени</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>To</source>
      <translation>По</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>To be filled in: {names}. Write \{{ for a brace that is meant.</source>
      <translation>Нужно заполнить: {names}. Сама скобка пишется \{{.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>Today</source>
      <translation>Сегодня</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>Today {time}</source>
      <translation>Сегодня {time}</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Together they are {tokens:,} codes; this model reads and writes at most {context_tokens:,} in all.</source>
      <translation>Вместе это {tokens:,} кодов; эта модель читает и пишет всего не больше {context_tokens:,}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Token</source>
      <translation>Токен</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>Too little room: {free} are free there, {needed} are needed.</source>
      <translation>Мало места: свободно {free}, нужно {needed}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>Too long by {n} bytes, so that no picture can be made: shorten it, or choose a smaller size or fewer references.</source>
      <translation>Лишних байт: {n}, картинку создать нельзя: сократите запрос, уменьшите размер или число образцов.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>Too long: the model reads the first {n} bytes of it alone, up to “…{end}”.
Split it into several quoted texts.</source>
      <translation>Слишком длинно: модель читает только первые {n} байт, до «…{end}».
Разделите на несколько текстов в кавычках.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>Too many wildcard files name each other, beginning with {name}.txt.</source>
      <translation>Слишком много файлов вариантов ссылаются друг на друга, начиная с {name}.txt.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Top left</source>
      <translation>Слева вверху</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Top right</source>
      <translation>Справа вверху</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>Try --precision fp32; if that fails too, download the model again.</source>
      <translation>Попробуйте --precision fp32; если и это не поможет, скачайте модель заново.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/failure_banner.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Try again</source>
      <translation>Повторить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Try again: it is downloaded anew. If it happens again, choose another address or another proxy.</source>
      <translation>Повторите: он скачается заново. Если это повторится, выберите другой адрес или другой прокси.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Try again: the model is loaded anew. If it fails the same way, report it with this text and the log.</source>
      <translation>Повторите: модель загрузится заново. Если снова не удастся, сообщите об этом, приложив этот текст и журнал.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Try again; if it breaks again, the server's log says more.</source>
      <translation>Повторите; если связь снова прервётся, подробнее в журнале сервера.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>Try again; if it fails the same way, report it with this text and the log.</source>
      <translation>Повторите; если снова не удастся, сообщите об этом, приложив этот текст и журнал.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Try all failed again</source>
      <translation>Повторить все неудавшиеся</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_panel.py" />
      <source>Try all failed pictures again</source>
      <translation>Повторить все неудавшиеся картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>Try fewer words, or clear the filters.</source>
      <translation>Уберите часть слов или сбросьте фильтры.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>Try it again, or a smaller one; the other pictures go on without it.</source>
      <translation>Повторите её или создайте поменьше; остальные картинки продолжаются без неё.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Try to save the pictures that the disk refused</source>
      <translation>Попробовать сохранить картинки, не принятые диском</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Turn off working offline in the settings, then continue.</source>
      <translation>Отключите работу без сети в настройках, затем продолжите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Two at once would damage each other's files.</source>
      <translation>Две сразу испортили бы файлы друг друга.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>Type a part of its name</source>
      <translation>Введите часть названия</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Underlines words that no dictionary knows. Text in quotes is left alone.</source>
      <translation>Подчёркивает слова, которых нет в словарях. Текст в кавычках не проверяется.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <location filename="../../glm_studio/state/undo.py" />
      <location filename="../../glm_studio/ui/body.py" />
      <source>Undo</source>
      <translation>Отменить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>Unreadable file</source>
      <translation>Файл не читается</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Update a preset</source>
      <translation>Обновить набор</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Update macOS, or use --device cpu.</source>
      <translation>Обновите macOS или возьмите --device cpu.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>Update the driver to one for this CUDA, or see what is wrong: nvidia-smi</source>
      <translation>Обновите драйвер до подходящего к этой CUDA или посмотрите, что не так: nvidia-smi</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Update “{name}”</source>
      <translation>Обновить «{name}»</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use %n picture(s) as reference</source>
      <translation>
        <numerusform>Взять %n картинку как образец</numerusform>
        <numerusform>Взять %n картинки как образцы</numerusform>
        <numerusform>Взять %n картинок как образцы</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>Use --device cpu.</source>
      <translation>Возьмите --device cpu.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Use --device {auto}, or one of these.</source>
      <translation>Возьмите --device {auto} или одно из этих.</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>Use --device {auto}, or see what is here by: glm-studio doctor.</source>
      <translation>Возьмите --device {auto} или посмотрите, что здесь есть: glm-studio doctor.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <location filename="../../engine/doctor.py" />
      <source>Use --device {auto}.</source>
      <translation>Возьмите --device {auto}.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>Use --device {device}.</source>
      <translation>Возьмите --device {device}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/discover.py" />
      <source>Use --precision {auto}.</source>
      <translation>Возьмите --precision {auto}.</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Use --store {full} or another place.</source>
      <translation>Возьмите --store {full} или другое место.</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>Use a PNG, JPEG, WebP, TIFF, BMP or GIF file.</source>
      <translation>Возьмите файл PNG, JPEG, WebP, TIFF, BMP или GIF.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>Use a key on the curve P-256, P-384 or P-521, Ed25519, or RSA of 2048 bits or more.</source>
      <translation>Возьмите ключ на кривой P-256, P-384 или P-521, Ed25519 или RSA от 2048 бит.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>Use a newer system, or a container with CANN.</source>
      <translation>Возьмите систему новее или контейнер с CANN.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use a number from -{max_weight:g} to {max_weight:g}; 1 is as it was trained.</source>
      <translation>Возьмите число от -{max_weight:g} до {max_weight:g}; 1 — как при обучении.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use a number from 1 (off) to {max_guidance:g}; 1.5 is the authors' choice.</source>
      <translation>Возьмите число от 1 (отключено) до {max_guidance:g}; выбор авторов — 1.5.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Use a part of it…</source>
      <translation>Взять часть…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/reuse.py" />
      <source>Use a picture's settings</source>
      <translation>Взять параметры картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/presets.py" />
      <source>Use a preset</source>
      <translation>Взять набор</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use a whole number from {low} to {high}.</source>
      <translation>Возьмите целое число от {low} до {high}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/adapters.py" />
      <source>Use adapters</source>
      <translation>Взять адаптеры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use all its settings</source>
      <translation>Взять все параметры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_tile.py" />
      <source>Use all of it</source>
      <translation>Взять целиком</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>Use another card, or --device cpu.</source>
      <translation>Возьмите другую карту или --device cpu.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Use as a reference</source>
      <translation>Взять как образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/selection_actions.py" />
      <source>Use as references</source>
      <translation>Взять как образцы</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use at most {max_adapters}.</source>
      <translation>Возьмите не больше {max_adapters}.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use at most {max_references}.</source>
      <translation>Возьмите не больше {max_references}.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use fewer or smaller ones.</source>
      <translation>Возьмите меньше образцов или поменьше размером.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/model_shelf.py" />
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Use it</source>
      <translation>Взять</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use it as a reference</source>
      <translation>Взять как образец</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Use its model</source>
      <translation>Взять её модель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>Use its prompt</source>
      <translation>Взять запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/references.py" />
      <source>Use references</source>
      <translation>Взять образцы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <location filename="../../glm_studio/ui/details.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Use these settings</source>
      <translation>Взять эти параметры</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <location filename="../../glm_studio/ui/queue_details.py" />
      <source>Use this model</source>
      <translation>Взять эту модель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Use this part</source>
      <translation>Взять эту часть</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Use this template</source>
      <translation>Взять этот шаблон</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Use whole numbers of pixels.</source>
      <translation>Укажите целое число пикселей.</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>Use {name} {auto}.</source>
      <translation>Возьмите {name} {auto}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Use ’ instead</source>
      <translation>Заменить на ’</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Use “ ” instead</source>
      <translation>Заменить на “ ”</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>Used as {size} pixels</source>
      <translation>Берётся в размере {size} пикселей</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Values</source>
      <translation>Значения</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Vary two of its parameters…</source>
      <translation>Менять два её параметра…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Vary two parameters</source>
      <translation>Менять два параметра</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/body.py" />
      <location filename="../../glm_studio/ui/picture_actions.py" />
      <source>Vary two parameters…</source>
      <translation>Менять два параметра…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Verified</source>
      <translation>Проверено</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>Verify</source>
      <translation>Проверить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>Wait a little, then try again.</source>
      <translation>Подождите немного, затем повторите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>Wait for it, or stop it in the window that began it.</source>
      <translation>Дождитесь её или остановите в том окне, где она начата.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>Waiting for its turn</source>
      <translation>Ждёт своей очереди</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Waiting for {server}…</source>
      <translation>Ожидание {server}…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>Waits for {model}</source>
      <translation>Ждёт модель {model}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>Weight of {adapter}</source>
      <translation>Вес {adapter}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/adapter_rows.py" />
      <source>Weight of {name}</source>
      <translation>Вес {name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>Weights: {size}</source>
      <translation>Веса: {size}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>Welcome to GLM Studio</source>
      <translation>Добро пожаловать в GLM Studio</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>What all pictures of the grid have in common</source>
      <translation>Общее у всех картинок сетки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>What changes from one picture to the next</source>
      <translation>Что меняется от картинки к картинке</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>What could not be read…</source>
      <translation>Что не удалось прочитать…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/palette.py" />
      <source>What do you want to do?</source>
      <translation>Что вы хотите сделать?</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/create_page.py" />
      <source>What is made, what waits, and what became of it</source>
      <translation>Что создаётся, что ждёт и что получилось</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/expansions_sheet.py" />
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>What is sent</source>
      <translation>Что отправляется</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>What is streamed comes as it is in the file: making it small each time takes longer.</source>
      <translation>Веса, идущие потоком, берутся из файла как есть: сжимать их каждый раз было бы дольше.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drop_offer.py" />
      <source>What is this picture for?</source>
      <translation>Для чего эта картинка?</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>What is written into the prompt</source>
      <translation>Что вставляется в запрос</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_editor.py" />
      <source>What should the picture show? Put words to be written in it in “quotes”.</source>
      <translation>Что должно быть на картинке? Слова, которые нужно на ней написать, возьмите в “кавычки”.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>What the model is told to do with a prompt.</source>
      <translation>Что модели велено делать с запросом.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>What the model writes appears here.</source>
      <translation>Здесь появится то, что пишет модель.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/count_row.py" />
      <source>What the pictures differ in</source>
      <translation>Чем различаются картинки</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crash_sheet.py" />
      <source>What was being made waits in the queue.</source>
      <translation>То, что создавалось, ждёт в очереди.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_notes.py" />
      <source>What you make gathers here. Folders of other programs can be shown as well.</source>
      <translation>Здесь собирается то, что вы создаёте. Можно показать и папки других программ.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>What {server} sent is no answer of a chat model: {words}.</source>
      <translation>Ответ {server} — не ответ чат-модели: {words}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Where downloaded models go. The full one takes 35.3 GB.</source>
      <translation>Куда скачиваются модели. Полная занимает 35,3 ГБ.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Where it costs little</source>
      <translation>Где это недолго</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Where pictures come from</source>
      <translation>Происхождение картинок</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>While a picture is made, speeds come out too low.</source>
      <translation>Пока создаётся картинка, скорость получается заниженной.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/keep_row.py" />
      <source>Whoever has the file can read the prompt and make the picture again.</source>
      <translation>Любой, у кого есть файл, прочитает запрос и сможет создать картинку снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>Whole picture</source>
      <translation>Вся картинка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Whom you trust</source>
      <translation>Кому вы доверяете</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>Width</source>
      <translation>Ширина</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/choices.py" />
      <source>Wildcard files name each other in a circle: {names}.</source>
      <translation>Файлы вариантов ссылаются друг на друга по кругу: {names}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/reference_words.py" />
      <source>Will be fitted to {size}: {percent} % is cut off at the edges.</source>
      <translation>Будет подогнан под {size}: {percent} % обрежется по краям.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>With its chain, in PEM form. Empty: one is made on this machine.</source>
      <translation>С цепочкой, в формате PEM. Пусто: создаётся на этой машине.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>With references</source>
      <translation>С образцами</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>With the size</source>
      <translation>С размером</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>With {model}. Or write what you want to see on the left.</source>
      <translation>С моделью {model}. Или напишите слева, что хотите увидеть.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_bar.py" />
      <source>Without references</source>
      <translation>Без образцов</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/search_row.py" />
      <source>Words are found anywhere, also inside of others; "words in quotes" in their order</source>
      <translation>Слова находятся везде, в том числе внутри других; "слова в кавычках" — в своём порядке</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid_words.py" />
      <source>Words of the prompt</source>
      <translation>Слова запроса</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Work offline</source>
      <translation>Работать без сети</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>Worth knowing</source>
      <translation>На заметку</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_kit_panel.py" />
      <source>Write a choice</source>
      <translation>Вставить выбор</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Write a prompt first.</source>
      <translation>Сначала напишите запрос.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/empty_state.py" />
      <source>Write a prompt on the left and press Ctrl+Enter, or start from an example.</source>
      <translation>Напишите запрос слева и нажмите Ctrl+Enter или начните с примера.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_section.py" />
      <source>Write a snippet</source>
      <translation>Вставить заготовку</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Write it without the angle brackets.</source>
      <translation>Напишите без угловых скобок.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>Write it, in its quotes, behind the new prompt</source>
      <translation>Дописать в кавычках в конец нового запроса</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Write quotes that the model knows, so that the text is drawn</source>
      <translation>Поставить кавычки, которые модель знает, чтобы текст рисовался</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_hints.py" />
      <source>Write typographic apostrophes, which are never taken for quotes</source>
      <translation>Поставить типографские апострофы, которые за кавычки не принимаются</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <location filename="../../glm_studio/state/studio.py" />
      <source>Write what the picture should show.</source>
      <translation>Напишите, что должно быть на картинке.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Write {name} where something is to be filled in, or {name:default} to have something stand there until then.</source>
      <translation>Напишите {name} там, где нужно что-то заполнить, или {name:default}, чтобы до тех пор там что-то стояло.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Writing there is not allowed.</source>
      <translation>Писать туда не разрешено.</translation>
    </message>
    <message>
      <location filename="../../engine/door.py" />
      <source>Written together shall be {seeds}.</source>
      <translation>Вместе должны составляться {seeds}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>You may not use the Ascend card.</source>
      <translation>У вас нет прав на карту Ascend.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preference_texts.py" />
      <source>Your name, or the code of your service, for that label and for content credentials. Empty: GLM Studio.</source>
      <translation>Ваше имя или код вашего сервиса для этой маркировки и учётных данных контента. Пусто: GLM Studio.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>Your own template.</source>
      <translation>Ваш собственный шаблон.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_panel.py" />
      <source>Your pictures will gather here.</source>
      <translation>Здесь будут собираться ваши картинки.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <location filename="../../glm_studio/ui/preset_sheet.py" />
      <source>Your presets</source>
      <translation>Ваши наборы</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/preset_row.py" />
      <source>Your presets: keep what the panel shows, and come back to it.</source>
      <translation>Ваши наборы: сохраните то, что показывает панель, и возвращайтесь к нему.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>Your share of the disk is used up.</source>
      <translation>Ваша квота на диске исчерпана.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Zoom in</source>
      <translation>Увеличить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Zoom in (Ctrl++)</source>
      <translation>Увеличить (Ctrl++)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Zoom into all (+)</source>
      <translation>Увеличить все (+)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_actions.py" />
      <source>Zoom out</source>
      <translation>Уменьшить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>Zoom out (Ctrl+−)</source>
      <translation>Уменьшить (Ctrl+−)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>Zoom out of all (−)</source>
      <translation>Уменьшить все (−)</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a broken file</source>
      <translation>повреждённый файл</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a file of {size:,} bytes without</source>
      <translation>файл в {size:,} байт без него</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a file that can be read</source>
      <translation>читаемый файл</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/verify.py" />
      <source>a file that was downloaded</source>
      <translation>скачанный файл</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a model of another context</source>
      <translation>модель другого контекста</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>a part of {part} pixels from {place} was chosen of {size}.</source>
      <translation>выбрана часть {part} пикселей от точки {place} из {size}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/speed.py" />
      <source>a product came out as {wrong:g} instead of {right:g}</source>
      <translation>произведение получилось {wrong:g} вместо {right:g}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_editor.py" />
      <source>a red fox in the snow</source>
      <translation>рыжая лиса на снегу</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>a safetensors header</source>
      <translation>заголовок safetensors</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a stream did not finish in time</source>
      <translation>поток команд не закончился вовремя</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a stream of another context</source>
      <translation>поток команд другого контекста</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a task did not finish in time</source>
      <translation>задача не завершилась вовремя</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>a value named {error}</source>
      <translation>значение с именем {error}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a vector core did not finish in time</source>
      <translation>векторное ядро не закончило вовремя</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>a vector core stopped</source>
      <translation>векторное ядро остановилось</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/load.py" />
      <source>a {name}</source>
      <translation>{name}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>about {slow} at 100 Mbit/s, {fast} at 1 Gbit/s</source>
      <translation>примерно {slow} при 100 Мбит/с, {fast} при 1 Гбит/с</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>about {time}</source>
      <translation>примерно {time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>about {time} at {size}</source>
      <translation>примерно {time} при {size}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>all in memory</source>
      <translation>всё в памяти</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>almost done</source>
      <translation>почти готово</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>an AI CPU stopped</source>
      <translation>AI CPU остановился</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>an AI core did not finish in time</source>
      <translation>ядро AI не закончило вовремя</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>an AI core stopped</source>
      <translation>ядро AI остановилось</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>an index with a weight_map</source>
      <translation>индекс с weight_map</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>an operator did not finish in time</source>
      <translation>оператор не закончил вовремя</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/choices_row.py" />
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <location filename="../../glm_studio/ui/unreadable_sheet.py" />
      <source>and %n more</source>
      <translation>
        <numerusform>и ещё %n</numerusform>
        <numerusform>и ещё %n</numerusform>
        <numerusform>и ещё %n</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>changed since {by} signed it: {fault}</source>
      <translation>изменено после подписи ({by}): {fault}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/calls.py" />
      <source>closed its connection</source>
      <translation>закрыл соединение</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>comes with the studio</source>
      <translation>поставляется со студией</translation>
    </message>
    <message>
      <location filename="../../engine/needs.py" />
      <source>configurations that tell widths and layers</source>
      <translation>конфигурации с шириной и числом слоёв</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>cut short</source>
      <translation>обрезан</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>damaged</source>
      <translation>с повреждениями</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>done at {time}</source>
      <translation>будет готово в {time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>downloaded from {source}</source>
      <translation>скачано с {source}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/drawn_texts.py" />
      <source>empty</source>
      <translation>пусто</translation>
    </message>
    <message>
      <location filename="../../engine/devices/calls.py" />
      <source>ended with exit code {code}</source>
      <translation>завершился с кодом {code}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>every pixel</source>
      <translation>каждый пиксель</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>failed</source>
      <translation>не удалась</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>folded</source>
      <translation>свёрнуто</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>health {health}</source>
      <translation>состояние {health}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>http://host:port or socks5://host:port</source>
      <translation>http://host:port или socks5://host:port</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>in Hugging Face's cache</source>
      <translation>в кэше Hugging Face</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>in ModelScope's cache</source>
      <translation>в кэше ModelScope</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>in the downloads folder</source>
      <translation>в папке загрузок</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>it has more than {max_pixels:,} pixels.</source>
      <translation>в картинке больше {max_pixels:,} пикселей.</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>it is damaged or cut short ({said}).</source>
      <translation>файл повреждён или обрезан ({said}).</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>it is no JSON</source>
      <translation>это не JSON</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>it is no JSON object</source>
      <translation>это не объект JSON</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>it is not a picture that can be read.</source>
      <translation>это не картинка, которую можно прочитать.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>it is too long</source>
      <translation>она слишком длинная</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>it took too long</source>
      <translation>это заняло слишком много времени</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>its values have 32 bits each.</source>
      <translation>у картинки 32 бита на значение.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>label that can be seen</source>
      <translation>видимая маркировка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>largest {n}</source>
      <translation>наибольшая {n}</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>leave --memory, --place and --store to the program</source>
      <translation>оставьте --memory, --place и --store на усмотрение программы</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>make a smaller picture</source>
      <translation>создайте картинку поменьше</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>mean {n}</source>
      <translation>средняя {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/save_sheet.py" />
      <source>measuring the file…</source>
      <translation>подсчёт размера файла…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>more than {n}</source>
      <translation>более чем {n}</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <location filename="../../engine/weights.py" />
      <source>no such file</source>
      <translation>такого файла нет</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>no such folder</source>
      <translation>такой папки нет</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>no such tensor in its files ({count} missing in all)</source>
      <translation>в его файлах такого тензора нет (всего не хватает: {count})</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>no such tensor there ({count} missing in all)</source>
      <translation>такого тензора там нет (всего не хватает: {count})</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>no way was found; see below</source>
      <translation>подходящего способа нет; см. ниже</translation>
    </message>
    <message>
      <location filename="../../engine/needs.py" />
      <source>no {error}</source>
      <translation>нет {error}</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <location filename="../../glm_studio/ui/control_panel.py" />
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>none</source>
      <translation>нет</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/grid.py" />
      <source>not made</source>
      <translation>не создана</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>not saved</source>
      <translation>не сохранена</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <location filename="../../glm_studio/ui/choices_row.py" />
      <source>nothing</source>
      <translation>ничего</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>nothing else</source>
      <translation>больше ничего</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi lists them, but CANN does not.</source>
      <translation>npu-smi их показывает, а CANN — нет.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi lists {rows} cards, and torch_npu sees {cards}: another container or process may hold the others, or this container lacks their device files.</source>
      <translation>npu-smi показывает карт: {rows}, torch_npu видит: {cards}. Остальные может занимать другой контейнер или процесс, или в этом контейнере нет их файлов устройств.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi says: {health}.</source>
      <translation>npu-smi сообщает: {health}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>npu-smi says: {said}.</source>
      <translation>npu-smi сообщает: {said}.</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>numbers where numbers belong</source>
      <translation>числа там, где они должны быть</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>one stage in memory at a time</source>
      <translation>в памяти одна стадия за раз</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>one that is no valid JSON</source>
      <translation>заголовок с неверным JSON</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>open</source>
      <translation>развёрнуто</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>parameters</source>
      <translation>параметры</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>pickle files ({pickles}), which can run code when they are read</source>
      <translation>файлы pickle ({pickles}), которые при чтении могут выполнить код</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>picture {i} of {n}</source>
      <translation>картинка {i} из {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>planning …</source>
      <translation>расчёт…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/saving.py" />
      <source>preview</source>
      <translation>предпросмотр</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/strip_sheet.py" />
      <source>previews</source>
      <translation>предпросмотр</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>px</source>
      <translation>px</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_card.py" />
      <source>readable; none were published</source>
      <translation>читаются; опубликованных сумм нет</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>reading it is not allowed.</source>
      <translation>чтение не разрешено.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>recipe</source>
      <translation>рецепт</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <source>saving…</source>
      <translation>сохранение…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>seed {seed}</source>
      <translation>зерно {seed}</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>shape {shape}</source>
      <translation>форма {shape}</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>shards that are safetensors beside the index</source>
      <translation>части safetensors рядом с индексом</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>signed by {by}, whose certificate has expired</source>
      <translation>подпись: {by}, срок сертификата истёк</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>since {date}</source>
      <translation>с {date}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>sizes differ: {a} and {b}, fitted</source>
      <translation>размеры разные: {a} и {b}, приведены к одному</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>source type</source>
      <translation>тип источника</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>step {done} of {total}</source>
      <translation>шаг {done} из {total}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>streamed layer by layer</source>
      <translation>потоком слой за слоем</translation>
    </message>
    <message>
      <location filename="../../engine/estimate.py" />
      <source>the VAE's shape</source>
      <translation>форма VAE</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the card does not answer</source>
      <translation>карта не отвечает</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card is gone from the bus</source>
      <translation>карта исчезла с шины</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card or its driver failed</source>
      <translation>отказала карта или её драйвер</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card was told to stop</source>
      <translation>карте велели остановиться</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card's memory has an error that cannot be corrected</source>
      <translation>в памяти карты неисправимая ошибка</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the card's memory may have an error</source>
      <translation>в памяти карты, возможно, ошибка</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the card's scheduler failed</source>
      <translation>отказал планировщик карты</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the card's tasks were stopped</source>
      <translation>задачи карты были остановлены</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the class {expected}{where}</source>
      <translation>класс {expected}{where}</translation>
    </message>
    <message>
      <location filename="../../engine/needs.py" />
      <source>the component's shape</source>
      <translation>форма части</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>the component's weights as safetensors</source>
      <translation>веса компонента в формате safetensors</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>the configuration of a {class_name}</source>
      <translation>конфигурация {class_name}</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the configuration of {name}</source>
      <translation>конфигурация {name}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the driver failed</source>
      <translation>отказал драйвер</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>the first one that the server lists</source>
      <translation>первая в списке сервера</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the folder of {name}</source>
      <translation>папка {name}</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the index of a GLM-Image model folder</source>
      <translation>указатель папки модели GLM-Image</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>the label was changed since {by} wrote it</source>
      <translation>маркировка изменена после записи ({by})</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <location filename="../../engine/devices/ascend/faults.py" />
      <source>the link to another card failed</source>
      <translation>связь с другой картой пропала</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the link to the card is down</source>
      <translation>связь с картой пропала</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the memory of the card has an error that cannot be corrected</source>
      <translation>в памяти карты неисправимая ошибка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/label_report.py" />
      <source>the picture was changed since {by} labelled it</source>
      <translation>картинка изменена после маркировки ({by})</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the prior's shape</source>
      <translation>форма модели композиции</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the prior's tokenizer</source>
      <translation>токенизатор модели композиции</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/credentials.py" />
      <source>the process for it ended before it was done</source>
      <translation>процесс завершился, не закончив работу</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/verify.py" />
      <source>the published checksum {sum}…</source>
      <translation>опубликованная контрольная сумма {sum}…</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>the shard that {name} names</source>
      <translation>часть, указанная в {name}</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>the studio's defaults</source>
      <translation>исходные значения студии</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>the tensor {missing}</source>
      <translation>тензор {missing}</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>the tensor {missing} in {weight_map}</source>
      <translation>тензор {missing} в {weight_map}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the thread has no context on the card</source>
      <translation>у потока нет контекста на карте</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/readers.py" />
      <source>the weights of a {class_name}</source>
      <translation>веса {class_name}</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/part.py" />
      <source>the weights of a {class_name}, {name} of shape {tuple}</source>
      <translation>веса {class_name}, {name} формы {tuple}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/codes.py" />
      <source>the work on the card was broken off</source>
      <translation>работа на карте была прервана</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>there is no such file.</source>
      <translation>такого файла нет.</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>too long</source>
      <translation>слишком длинный</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch and torch_npu do not belong together.</source>
      <translation>torch и torch_npu не подходят друг к другу.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch does not know Ascend cards here.</source>
      <translation>torch здесь не знает карт Ascend.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>torch finds no Metal device, as in most virtual machines.</source>
      <translation>torch не находит устройства Metal, как в большинстве виртуальных машин.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch is {torch}, but torch_npu {torch_npu} is made for torch {release}.</source>
      <translation>torch версии {torch}, но torch_npu {torch_npu} создан для torch {release}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>torch was built for {name} cards, and one of them is here as well.</source>
      <translation>torch собран для карт {name}, и одна из них здесь тоже есть.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>torch {version} was built without CUDA.</source>
      <translation>torch {version} собран без CUDA.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mps.py" />
      <source>torch {version} was built without Metal, or for Intel's processors.</source>
      <translation>torch {version} собран без Metal или для процессоров Intel.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch_npu and CANN do not belong together.</source>
      <translation>torch_npu и CANN не подходят друг к другу.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>torch_npu does not see it any more.</source>
      <translation>torch_npu её больше не видит.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/extension.py" />
      <source>torch_npu does not work here.</source>
      <translation>torch_npu здесь не работает.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch_npu is installed, but it needs CANN's libraries, and they are neither in /usr/local/Ascend nor in ~/Ascend.</source>
      <translation>torch_npu установлен, но ему нужны библиотеки CANN, а их нет ни в /usr/local/Ascend, ни в ~/Ascend.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>torch_npu is installed, but there is neither a card on the PCI bus nor its driver.</source>
      <translation>torch_npu установлен, но на шине PCI нет ни карты, ни её драйвера.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>torch_npu sees no Ascend card.</source>
      <translation>torch_npu не видит карт Ascend.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>turning latents into pixels</source>
      <translation>превращение латентов в пиксели</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>turning references into codes</source>
      <translation>превращение образцов в коды</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/verdict.py" />
      <source>unchanged, signed by {by}, whom nobody vouches for here</source>
      <translation>без изменений, подпись: {by}, но за подписавшего здесь никто не ручается</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>until {date}</source>
      <translation>по {date}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>valid, signed by {name}</source>
      <translation>верны, подпись: {name}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/calls.py" />
      <source>was ended by {signal}</source>
      <translation>завершён сигналом {signal}</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>weights as safetensors</source>
      <translation>веса в формате safetensors</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>your folder</source>
      <translation>ваша папка</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>{address} wants a token, or its terms to be accepted first.</source>
      <translation>{address} требует токен или сначала принять условия.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/export.py" />
      <location filename="../../glm_studio/library/metadata.py" />
      <location filename="../../glm_studio/state/incoming.py" />
      <source>{cause}.</source>
      <translation>{cause}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/run_follower.py" />
      <source>{device} failed. The picture starts anew on another device.</source>
      <translation>Сбой {device}. Картинка начинается заново на другом устройстве.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{device}, {precision} (chosen)</source>
      <translation>{device}, {precision} (выбрано)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/notices.py" />
      <source>{done} of {n} pictures are done, {failed} failed</source>
      <translation>Картинок готово: {done} из {n}, не удалось: {failed}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{done} of {total}</source>
      <translation>{done} из {total}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{done} of {total} codes</source>
      <translation>{done} из {total} кодов</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <location filename="../../glm_studio/models/verify.py" />
      <source>{expected:,} bytes</source>
      <translation>{expected:,} байт</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>{extension} cannot be used.</source>
      <translation>{extension} не годится.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/mlu.py" />
      <source>{extension} is not installed; its maker hands it out with the SDK, not on PyPI.</source>
      <translation>{extension} не установлен; производитель распространяет его с SDK, а не через PyPI.</translation>
    </message>
    <message>
      <location filename="../../engine/errors.py" />
      <source>{field} cannot be used.</source>
      <translation>{field} не годится.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/template_sheet.py" />
      <source>{file} cannot be read: {reason}</source>
      <translation>{file} не читается: {reason}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/watching.py" />
      <source>{folder} can be reached again.</source>
      <translation>Папка {folder} снова доступна.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/watching.py" />
      <source>{folder} cannot be reached. Its pictures stay as they were last seen.</source>
      <translation>Папка {folder} недоступна. Её картинки остаются такими, какими их видели в последний раз.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>{found}. {unread}.</source>
      <translation>{found}. {unread}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>{free} are free there.</source>
      <translation>Свободно {free}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{h} h {m} min</source>
      <translation>{h} ч {m} мин</translation>
    </message>
    <message numerus="yes">
      <location filename="../../glm_studio/ui/selection_bar.py" />
      <source>{marked} of %n picture(s) selected</source>
      <translation>
        <numerusform>Выбрано {marked} из %n картинки</numerusform>
        <numerusform>Выбрано {marked} из %n картинок</numerusform>
        <numerusform>Выбрано {marked} из %n картинок</numerusform>
      </translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_picker.py" />
      <source>{megapixels} megapixels · {codes} codes · {tokens} tokens</source>
      <translation>{megapixels} Мпикс. · кодов: {codes} · токенов: {tokens}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{model}, {size}, {n} steps</source>
      <translation>{model}, {size}, шагов: {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>{m} min</source>
      <translation>{m} мин</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{m} min {s} s</source>
      <translation>{m} мин {s} с</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>{name} (damaged)</source>
      <translation>{name} (с повреждениями)</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/rail.py" />
      <source>{name} ({key})</source>
      <translation>{name} ({key})</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/stage.py" />
      <source>{name} cannot be shown.</source>
      <translation>Показать {name} нельзя.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/incoming.py" />
      <source>{name} cannot be used.</source>
      <translation>{name} не годится.</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>{name} does not answer.</source>
      <translation>{name} не отвечает.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_card.py" />
      <source>{name} from {source}</source>
      <translation>{name} с {source}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/model_shelf.py" />
      <source>{name} has arrived.</source>
      <translation>Модель {name} скачана.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>{name} is missing, or is no text</source>
      <translation>{name} нет, или это не текст</translation>
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>{name} is not installed.</source>
      <translation>Пакет {name} не установлен.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/aigc.py" />
      <source>{name} stands in it twice</source>
      <translation>{name} встречается в ней дважды</translation>
    </message>
    <message>
      <location filename="../../engine/measure_process.py" />
      <source>{name} took its process with it.</source>
      <translation>{name}: устройство обрушило свой процесс.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{name} {installed}.</source>
      <translation>{name} {installed}.</translation>
    </message>
    <message>
      <location filename="../../engine/versions.py" />
      <source>{name} {text} does not fit this program.</source>
      <translation>{name} {text} не подходит к этой программе.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_view.py" />
      <source>{name} {value}</source>
      <translation>{name} {value}</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>{name} {value} is not known.</source>
      <translation>Значение {name} {value} неизвестно.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>{name} – not reachable</source>
      <translation>{name} — недоступна</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/gallery_sidebar.py" />
      <source>{name} – reading…</source>
      <translation>{name} — чтение…</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: 0 to {high}</source>
      <translation>{name}: от 0 до {high}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: a new one after every run. Click to keep this one.</source>
      <translation>{name}: новое после каждого запуска. Щёлкните, чтобы закрепить это.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>{name}: a small stand-in, not GLM-Image's quality</source>
      <translation>{name}: небольшая модель-замена, не качество GLM-Image</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: draw a new one</source>
      <translation>{name}: выбрать новое</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: keep it</source>
      <translation>{name}: закрепить</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: kept. Click to draw a new one after every run.</source>
      <translation>{name}: закреплено. Щёлкните, чтобы выбирать новое после каждого запуска.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/header.py" />
      <source>{name}: not loaded</source>
      <translation>{name}: не загружена</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>{name}: now choose another picture or a preview</source>
      <translation>{name}: теперь выберите другую картинку или предпросмотр</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/seed_row.py" />
      <source>{name}: take one of the last, or another's</source>
      <translation>{name}: взять одно из последних или из другой картинки</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/load.py" />
      <location filename="../../engine/glm_image/part.py" />
      <source>{name}: {error}</source>
      <translation>{name}: {error}</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{name}: {facts}.</source>
      <translation>{name}: {facts}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/number_field.py" />
      <source>{name}: {low} to {high}</source>
      <translation>{name}: от {low} до {high}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/filter_chip.py" />
      <source>{name}: {value}</source>
      <translation>{name}: {value}</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{name}{kind}: {gib:.2f} GiB in {folder}.</source>
      <translation>{name}{kind}: {gib:.2f} ГиБ в {folder}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/errors.py" />
      <source>{needed} GB are still to come, and {free} GB are free.</source>
      <translation>Осталось скачать {needed} ГБ, а свободно {free} ГБ.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>{needed} of {room} on {device}</source>
      <translation>{needed} из {room} на {device}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>{need} of {budget}</source>
      <translation>{need} из {budget}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/installation.py" />
      <source>{nothing_to_do} If there should be a card, see docs/hardware.md; its driver is at {hardware}.</source>
      <translation>{nothing_to_do} Если карта должна быть, см. docs/hardware.md; её драйвер — на {hardware}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{nothing_to_do} To use this card as well, run: unset {visible}, then start the program again.</source>
      <translation>{nothing_to_do} Чтобы использовать и эту карту, выполните: unset {visible}, затем запустите программу снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/canvas_bar.py" />
      <location filename="../../glm_studio/ui/compare_view.py" />
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} %</source>
      <translation>{n} %</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/compare_bar.py" />
      <source>{n} % of the pixels</source>
      <translation>{n} % пикселей</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/main_window.py" />
      <source>{n} % – GLM Studio</source>
      <translation>{n} % — GLM Studio</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <source>{n} GB</source>
      <translation>{n} ГБ</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{n} GFLOP/s</source>
      <translation>{n} ГФлопс</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/examination_view.py" />
      <source>{n} TFLOP/s</source>
      <translation>{n} ТФлопс</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{n} W</source>
      <translation>{n} Вт</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>{n} at once</source>
      <translation>одновременно: {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} cancelled</source>
      <translation>отменено: {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} done</source>
      <translation>готово: {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} failed</source>
      <translation>не удалось: {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <source>{n} not saved</source>
      <translation>не сохранено: {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/export_sheet.py" />
      <source>{n} px</source>
      <translation>{n} px</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} running</source>
      <translation>создаётся: {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} steps</source>
      <translation>шагов: {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{n} steps, guidance {guidance}</source>
      <translation>шагов: {n}, сила запроса {guidance}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/progress_line.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <source>{n} waiting</source>
      <translation>ждут: {n}</translation>
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
      <translation>Найдено: {parent}, но ASCEND_HOME_PATH на него не указывает.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>{part} of {whole} pixels</source>
      <translation>{part} из {whole} пикселей</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/crop_sheet.py" />
      <source>{part}, used as {size}</source>
      <translation>{part}, берётся как {size}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>{path} cannot be read: {cause}.</source>
      <translation>{path} не читается: {cause}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>{path} holds no certificates in PEM form.</source>
      <translation>В {path} нет сертификатов в формате PEM.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/certificate.py" />
      <source>{path} holds no private key in PEM form.</source>
      <translation>В {path} нет закрытого ключа в формате PEM.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/named_files.py" />
      <source>{path} is no file on a disk of this machine.</source>
      <translation>{path} — не файл на диске этой машины.</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>{path}: {why}</source>
      <translation>{path}: {why}</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{percent:.0f} % busy</source>
      <translation>нагрузка {percent:.0f} %</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/printing.py" />
      <source>{printer} took no page.</source>
      <translation>{printer} не принял ни одной страницы.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>{producer}, not verified</source>
      <translation>{producer}, не проверена</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/label_words.py" />
      <source>{producer}, unchanged since</source>
      <translation>{producer}, с тех пор без изменений</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>{purpose} as JSON</source>
      <translation>{purpose} в виде JSON</translation>
    </message>
    <message>
      <location filename="../../engine/checkpoint.py" />
      <source>{purpose} as a JSON object</source>
      <translation>{purpose} в виде объекта JSON</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate} codes/s</source>
      <translation>{rate} кодов/с</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate} steps/s</source>
      <translation>{rate} шагов/с</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{rate}/s</source>
      <translation>{rate}/с</translation>
    </message>
    <message>
      <location filename="../../engine/planner.py" />
      <source>{remedies}.</source>
      <translation>{remedies}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>{remedy}, then move the picture from there.</source>
      <translation>{remedy}, затем перенесите картинку оттуда.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/store.py" />
      <source>{remedy}, then save again.</source>
      <translation>{remedy}, затем сохраните ещё раз.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/roots.py" />
      <location filename="../../glm_studio/library/trash.py" />
      <location filename="../../glm_studio/models/errors.py" />
      <source>{remedy}.</source>
      <translation>{remedy}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/export.py" />
      <source>{remedy}. Then export again.</source>
      <translation>{remedy}. Затем экспортируйте снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/imports.py" />
      <location filename="../../glm_studio/library/sidecar.py" />
      <source>{remedy}. Then try again.</source>
      <translation>{remedy}. Затем повторите.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/trash.py" />
      <source>{remedy}. Then undo again.</source>
      <translation>{remedy}. Затем отмените снова.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/queue_errors.py" />
      <source>{remedy}. Until then, pictures that wait are lost if the program ends.</source>
      <translation>{remedy}. До тех пор ожидающие картинки пропадут, если программа завершится.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/section.py" />
      <source>{section}: back to the model's own settings</source>
      <translation>{section}: вернуть параметры модели</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} has no certificate that this machine trusts: {words}.</source>
      <translation>У {server} нет сертификата, которому доверяет эта машина: {words}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} is no http or https address.</source>
      <translation>{server} — не адрес http или https.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} said: {words}.</source>
      <translation>{server} сообщает: {words}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/state/enhancer_problems.py" />
      <source>{server} was silent for {n} seconds.</source>
      <translation>{server} не отвечает уже {n} с.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{settings}, {size}</source>
      <translation>{settings}, {size}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/date_filter.py" />
      <source>{since} to {until}</source>
      <translation>{since} — {until}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/models/verify.py" />
      <source>{size:,} bytes</source>
      <translation>{size:,} байт</translation>
    </message>
    <message>
      <location filename="../../engine/weights.py" />
      <source>{size:,} bytes, so the file is {fault}</source>
      <translation>{size:,} байт, то есть файл {fault}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/welcome.py" />
      <source>{size} of memory</source>
      <translation>{size} памяти</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{size} on {device}, {precision}: {name}; {peak:.2f} of {budget:.2f} GiB.</source>
      <translation>{size} на {device}, {precision}: {name}; {peak:.2f} из {budget:.2f} ГиБ.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/size_chip.py" />
      <source>{size} pixels, {megapixels} megapixels</source>
      <translation>{size} пикселей, {megapixels} Мпикс.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/offer_card.py" />
      <source>{size} to download: {time}.</source>
      <translation>Скачать {size}: {time}.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/download_sheet.py" />
      <source>{size}: {time}. It can be paused, and goes on after a restart.</source>
      <translation>{size}: {time}. Загрузку можно приостановить, после перезапуска она продолжится.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/number_field.py" />
      <source>{spans}, multiples of {n}</source>
      <translation>{spans}, кратно {n}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/forecast_line.py" />
      <source>{stage}: {time}</source>
      <translation>{stage}: {time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{s} s</source>
      <translation>{s} с</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{s} s a step</source>
      <translation>{s} с на шаг</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>{text!r} names no devices.</source>
      <translation>{text!r} не называет устройств.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/style_chips.py" />
      <source>{text}

Delete leaves it out, Ctrl+Left and Ctrl+Right move it.</source>
      <translation>{text}

Delete исключает, Ctrl+Left и Ctrl+Right перемещают.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/model_words.py" />
      <location filename="../../glm_studio/ui/queue_words.py" />
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{time} left</source>
      <translation>осталось {time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/wording.py" />
      <source>{time} so far</source>
      <translation>прошло {time}</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/amiss_card.py" />
      <source>{title}, {name}, not usable</source>
      <translation>{title}, {name}, не годится</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/prompt_footer.py" />
      <source>{token} is a command to the model: take its brackets away.</source>
      <translation>{token} — команда для модели: уберите скобки.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{used:.1f} of {total:.1f} GiB used</source>
      <translation>занято {used:.1f} из {total:.1f} ГиБ</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/device_card.py" />
      <source>{used} of {total}</source>
      <translation>{used} из {total}</translation>
    </message>
    <message>
      <location filename="../../engine/devices/cuda.py" />
      <source>{visible} is {hidden!r}.</source>
      <translation>{visible} = {hidden!r}.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{visible} is {text!r}; its numbers must exist and ascend.</source>
      <translation>{visible} = {text!r}; номера должны существовать и идти по возрастанию.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{visible} is {value!r}.</source>
      <translation>{visible} = {value!r}.</translation>
    </message>
    <message>
      <location filename="../../engine/doctor.py" />
      <source>{what} {why} It is not measured before the program starts again.</source>
      <translation>{what} {why} До перезапуска программы измеряться не будет.</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>{where} computed values beyond what this precision holds.</source>
      <translation>{where}: вычисленные значения не помещаются в эту точность.</translation>
    </message>
    <message>
      <location filename="../../engine/glm_image/soundness.py" />
      <source>{where} computed values that are not numbers.</source>
      <translation>{where}: вычисленные значения — не числа.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{which} is hidden from this program.</source>
      <translation>{which} скрыта от этой программы.</translation>
    </message>
    <message>
      <location filename="../../engine/devices/ascend/family.py" />
      <source>{which} is not seen by torch_npu.</source>
      <translation>{which} не видна для torch_npu.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/print_sheet.py" />
      <source>{width} × {height} mm, {dpi} pixels an inch</source>
      <translation>{width} × {height} мм, {dpi} пикселей на дюйм</translation>
    </message>
    <message>
      <location filename="../../engine/sizes.py" />
      <source>{width}x{height} has a side outside {min_side} to {max_side}.</source>
      <translation>У {width}x{height} есть сторона вне пределов от {min_side} до {max_side}.</translation>
    </message>
    <message>
      <location filename="../../engine/sizes.py" />
      <source>{width}x{height} has more than {max_pixels:,} pixels.</source>
      <translation>В {width}x{height} больше {max_pixels:,} пикселей.</translation>
    </message>
    <message>
      <location filename="../../engine/sizes.py" />
      <source>{width}x{height} is not made of multiples of {code_px}.</source>
      <translation>Стороны {width}x{height} не кратны {code_px}.</translation>
    </message>
    <message>
      <location filename="../../engine/pictures.py" />
      <source>{width}x{height} is too long and narrow for a reference.</source>
      <translation>Размер {width}x{height} слишком вытянут для образца.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/library/decode.py" />
      <source>{width}x{height} px are too many.</source>
      <translation>{width}x{height} точек — слишком много.</translation>
    </message>
    <message>
      <location filename="../../engine/hardware.py" />
      <source>{wish!r} cannot be used.</source>
      <translation>{wish!r} не годится.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is beyond what the model can do.</source>
      <translation>«{part}» — за пределами возможностей модели.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is no value of this parameter.</source>
      <translation>«{part}» — не значение этого параметра.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is not in the prompt, so nothing can take its place.</source>
      <translation>«{part}» нет в запросе, заменять нечего.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/grid_sheet.py" />
      <source>“{part}” is there twice.</source>
      <translation>«{part}» встречается дважды.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>“{text}” is no longer drawn.</source>
      <translation>«{text}» больше не рисуется.</translation>
    </message>
    <message>
      <location filename="../../glm_studio/ui/enhancer_sheet.py" />
      <source>“{text}” would be drawn as well.</source>
      <translation>Кроме того, будет нарисовано «{text}».</translation>
    </message>
  </context>
</TS>
